import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {availableParallelism} from 'node:os';
import test from 'ava';
import {runDelayMs} from './run-delay.ts';

test('of who waits for a processor is told for how long', async t => {
	if (runDelayMs(process.pid) === undefined) {
		t.pass('this system does not tell');
		return;
	}

	// One more than there are processors: somebody has to wait.
	const busy = Array.from({length: availableParallelism() + 1}, () =>
		spawn(process.execPath, ['-e', 'const end = Date.now() + 300; while (Date.now() < end);'], {stdio: 'ignore'}),
	);
	t.teardown(() => {
		for (const one of busy) {
			one.kill('SIGKILL');
		}
	});
	const longest = busy.map(() => 0);
	const looking = setInterval(() => {
		for (const [index, {pid = 0}] of busy.entries()) {
			longest[index] = Math.max(longest[index] ?? 0, runDelayMs(pid) ?? 0);
		}
	}, 20);
	await Promise.all(busy.map(async one => once(one, 'exit')));
	clearInterval(looking);
	t.true(longest.reduce((sum, ms) => sum + ms, 0) > 50, `they waited ${longest.join(', ')} ms`);
});

test('of who is gone nothing is known', async t => {
	const gone = spawn('true', {stdio: 'ignore'});
	await once(gone, 'exit');
	t.is(runDelayMs(gone.pid ?? 0), undefined);
});
