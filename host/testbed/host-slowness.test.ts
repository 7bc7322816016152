import test from 'ava';
import {hostSlowness} from './host-slowness.ts';

const sleeping = (seconds: number): readonly [string, ...string[]] => [
	'/bin/sh',
	'-c',
	`sleep ${seconds}; exit 0`,
	'sh',
];

test('a host that starts our programs slowly is told how slowly', async t => {
	t.is(await hostSlowness(sleeping(0)), 1);
	const slowness = await hostSlowness(sleeping(0.9));
	t.true(slowness >= 3 && slowness < 8, `${slowness}`);
});

test('it is measured once, and bounded', async t => {
	const command = sleeping(60);
	t.is(await hostSlowness(command), 8);
	const startedMs = performance.now();
	t.is(await hostSlowness(command), 8);
	t.true(performance.now() - startedMs < 100);
});

test('what cannot be started says nothing about the host', async t => {
	t.is(await hostSlowness(['/nowhere/osptracker']), 1);
});
