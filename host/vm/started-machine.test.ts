import {PassThrough} from 'node:stream';
import test from 'ava';
import {watchConsole} from './started-machine.ts';

test('a panic is noticed as it is said', async t => {
	const stream = new PassThrough();
	const {panicked, lastLines} = watchConsole(stream);
	stream.write('[    1.2] Run /init\r\n[    1.3] Kernel panic - not sync');
	stream.write('ing: Attempted to kill init!\r\n');
	t.is(await panicked, '[    1.3] Kernel panic - not syncing: Attempted to kill init!');
	t.is(lastLines().length, 2);
});

test('colours and other controls are left out', async t => {
	const stream = new PassThrough();
	const {lastLines} = watchConsole(stream);
	stream.end('[\u001b[0;32m  OK  \u001b[0m] Started\u0007 sshd\n');
	await new Promise(resolve => stream.once('close', resolve));
	t.deepEqual(lastLines(), ['[  OK  ] Started sshd']);
});
