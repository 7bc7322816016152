import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test from 'ava';
import {processStart} from './process-start.ts';

test('a process began when it was started', async t => {
	const before = Date.now();
	const child = spawn('sleep', ['60']);
	await once(child, 'spawn');
	const began = processStart(child.pid ?? 0) ?? -1;
	const told = began === 0; // Not every system tells.
	t.true(told || (began >= before - 50 && began <= Date.now() + 50), `${began - before} ms after we asked for it`);
	child.kill('SIGKILL');
	await once(child, 'exit');
	t.is(processStart(child.pid ?? 0), undefined);
});

test('we ourselves have written nothing yet', t => {
	t.true(Math.abs((processStart(process.pid) ?? 0) - Date.now()) < 1000);
});
