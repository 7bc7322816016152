import test from 'ava';
import {CLAIMS, exposureWords, robustWords} from '../claims/claims-of.ts';
import {ATTACKS} from './attacks.ts';
import {attackOf, EvilUsageError, listing, runEvil} from './catalogue.ts';

const options = {
	listenOn: {address: '127.0.0.1', port: 0},
	files: [],
	seed: 1,
	seconds: 1,
	emit() {},
};

test('every attack has a name of its own, in kebab-case, and says what a robust victim does', t => {
	t.is(new Set(ATTACKS.map(({name}) => name)).size, ATTACKS.length);
	for (const {name, title} of ATTACKS) {
		t.regex(name, /^[a-z]+(-[a-z]+)*$/);
		t.regex(title, /^[a-z].*[^.]$/);
		t.regex(robustWords(name), /^[a-z].*[^.]$/);
		t.regex(exposureWords(name), /^[a-z].*[^.]$/);
	}
});

test('a mode is a name, a number from 1, or nothing for 1', t => {
	t.is(attackOf(''), attackOf('1'));
	t.is(attackOf('1').name, 'endless-pattern');
	t.is(attackOf('drip').name, 'drip');
	t.is(attackOf(String(ATTACKS.length)).name, ATTACKS.at(-1)?.name ?? '');
});

test('an unknown mode is a usage error that says what there is', t => {
	for (const mode of ['0', '999', 'kind', '-1', 'list']) {
		t.throws(() => attackOf(mode), {instanceOf: EvilUsageError, message: /--evil list/});
	}
});

test('an attack without a victim is a usage error', async t => {
	const running = runEvil('silence', options, {signal: new AbortController().signal, log() {}});
	await t.throwsAsync(running, {instanceOf: EvilUsageError, message: /--tracker/});
});

test('the listing names every attack once, with its number', t => {
	const numbers = [...listing().matchAll(/^ *(\d+) {2}(\S+)/gm)].map(([, number, name]) => `${number} ${name}`);
	t.deepEqual(numbers.toSorted(), ATTACKS.map(({name}, index) => `${index + 1} ${name}`).toSorted());
});

test('what is claimed is claimed of attacks that exist', t => {
	t.deepEqual(Object.keys(CLAIMS).toSorted(), ATTACKS.map(({name}) => name).toSorted());
});
