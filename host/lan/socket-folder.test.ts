import {mkdir, mkdtempDisposable, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {MAX_SOCKET_PATH_BYTES, makeSocketFolder} from './socket-folder.ts';

test('sockets find room however long the path of the temporary folder is', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-test-'));
	const long = join(folder.path, 'x'.repeat(100));
	await mkdir(long);
	for (const temporary of [folder.path, long]) {
		const made = await makeSocketFolder(temporary);
		await rm(made, {recursive: true});
		t.true(Buffer.byteLength(`${made}/1234567890`) <= MAX_SOCKET_PATH_BYTES);
		t.is(dirname(made), temporary === long ? '/tmp' : folder.path);
	}
});

test('a temporary folder that takes nothing is told with what to do', async t => {
	const error = await t.throwsAsync(makeSocketFolder('/proc/nowhere'), {name: 'LanError'});
	t.regex((error as {hint?: string} | undefined)?.hint ?? '', /TMPDIR/);
});
