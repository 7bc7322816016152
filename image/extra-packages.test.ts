import test from 'ava';
import type {Base} from './base.ts';
import {besides, parsePackages, unknownPackages} from './extra-packages.ts';
import {mmdebstrapArguments} from './mmdebstrap.ts';

test('names may be joined by commas and blanks, in any order, and more than once', t => {
	t.deepEqual(parsePackages(' libev-dev,g++-12, libbsd-dev,libev-dev,'), ['g++-12', 'libbsd-dev', 'libev-dev']);
	t.deepEqual(parsePackages(''), []);
});

for (const name of [
	'-o',
	'--hook=x',
	'Libev',
	'a',
	'lib/ev',
	'lib ev;rm',
	'../x',
	'libev=1',
	'libev:arm64',
	"x'y",
	`a${'b'.repeat(200)}`,
]) {
	test(`"${name.slice(0, 20)}" is refused before anything is run`, t => {
		t.throws(() => parsePackages(`libbsd-dev,${name.replaceAll(' ', '_')}`), {
			name: 'ImageError',
			message: /is no name of a Debian or Ubuntu package/,
		});
	});
}

test('what a variant has by itself makes no other image', t => {
	t.deepEqual(besides('build-tools', ['zlib1g-dev', 'libssl-dev', 'systemd']), ['zlib1g-dev']);
	t.deepEqual(besides('plain', ['libssl-dev']), ['libssl-dev']);
});

test('the arguments that make a root file system, and so its key, tell the packages and not their order', t => {
	const base = {
		kind: 'archive',
		distribution: 'debian',
		suite: 's',
		sources: [],
		keyring: 'k',
		because: '',
	} satisfies Base;
	const of = (...extra: string[]) =>
		mmdebstrapArguments(base, {variant: 'build-tools', architecture: 'amd64', packages: extra}).join(' ');
	t.is(of('libev-dev', 'libbsd-dev', 'libssl-dev', 'libev-dev'), of('libbsd-dev', 'libev-dev'));
	t.not(of('libbsd-dev'), of());
	t.not(of('libbsd-dev'), of('libev-dev'));
	t.is(of('gcc'), of());
	t.regex(of('libbsd-dev'), /--include=\S*zstd,libbsd-dev /);
});

test('of what apt prints, the packages it does not know', t => {
	t.deepEqual(
		unknownPackages([
			'Reading package lists...',
			'E: Unable to locate package libnope-dev',
			"E: Package 'python2' has no installation candidate",
			'E: Unable to locate package g++-99',
			"E: Couldn't find any package by regex 'g++-99'",
			'W: something else',
		]),
		['libnope-dev', 'python2', 'g++-99'],
	);
});
