import test from 'ava';
import {commandLine} from './command-line.ts';
import {gradeCommand} from './grade.ts';
import {joinValues} from './join-values.ts';
import {replayLine} from './replay-line.ts';
import {runCommand} from './run.ts';
import type {Surroundings} from './surroundings.ts';
import {traceCommand} from './trace.ts';

const join = (...argv: readonly string[]): string[] =>
	joinValues(
		argv,
		[runCommand, gradeCommand, traceCommand].map(({flags}) => flags),
	);

test('what follows an option that takes a value is its value, whatever it begins with', t => {
	t.deepEqual(join('grade', 'x', '--args', '--tracker {tracker} -d {dir}', '--out', '-o'), [
		'grade',
		'x',
		'--args=--tracker {tracker} -d {dir}',
		'--out=-o',
	]);
	t.deepEqual(join('run', 'good', '--args', '-', '--seed', '-1'), ['run', 'good', '--args=-', '--seed=-1']);
	t.deepEqual(join('run', 'good', '--args', '--tracker={tracker}'), ['run', 'good', '--args=--tracker={tracker}']);
	t.deepEqual(join('run', 'good', '--peer', 'a', '--verbose', '-x'), ['run', 'good', '--peer', 'a', '--verbose', '-x']);
});

test('a forgotten value is not the option that follows', t => {
	t.deepEqual(join('run', 'good', '--peer', '--verbose'), ['run', 'good', '--peer', '--verbose']);
	t.deepEqual(join('run', 'good', '--peer'), ['run', 'good', '--peer']);
});

test('behind -- there are no options', t => {
	t.deepEqual(join('run', 'good', '--', '--args', '-x'), ['run', 'good', '--', '--args', '-x']);
});

test('every option that takes a value takes one that begins with a dash, and hands it on as it is', async t => {
	for (const command of [runCommand, gradeCommand, traceCommand]) {
		const name = command.usage.split(' ')[0] ?? '';
		for (const [flag, {type, choices}] of Object.entries<{readonly type?: string; readonly choices?: unknown}>(
			command.flags,
		)) {
			if (type !== 'boolean') {
				const value = '-odd value';
				const error = await t.throwsAsync(
					commandLine([name, 'nothing-of-this-name', `--${flag}`, value], {
						invokedAs: 'osp2p',
						version: '1',
						workingFolder: '/',
					} as Surroundings),
				);
				t.notRegex(error.message, /none follows|has no option/, `${name} --${flag}`);
				t.true(choices === undefined || error.message.includes(value), `${name} --${flag}: ${error.message}`);
			}
		}
	}
});

test('the line that does it again is understood, whatever the values are', t => {
	for (const args of ['--tracker {tracker}', '-', '--verbose', '--seed=1', `it's "so"`, '', ' ', '-\n-']) {
		const line = replayLine({scenario: 'good', group: 'good', seed: 1, files: ['-f', 'b'], flags: {args, peer: '-p'}});
		t.deepEqual(join('run', 'good', ...argvOf(line).slice(1)), [
			...[
				'run',
				'good',
				'--seed',
				'1',
				...(args.startsWith('-') || args === '' ? [`--args=${args}`] : ['--args', args]),
			],
			...['--peer=-p', '--', '-f', 'b'],
		]);
	}
});

/** As a shell splits them: arguments in single quotes, a quote as `'\\''`. */
const argvOf = (line: string): string[] =>
	[...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
		word.replaceAll(/'([^']*)'|\\'/g, (_, inner) => inner ?? "'"),
	);
