import {mkdtempDisposable, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {openLog} from './log-file.ts';

test('a log has an end, counting what was there before, and says so', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-log-'));
	const path = join(folder.path, 'log');
	for (const letter of ['a', 'b', 'c']) {
		await using log = openLog(path, {flags: 'a', mostBytes: 1 << 20, onError: error => t.fail(error.message)});
		for (let line = 0; line < 60; line++) {
			log.write(`${letter.repeat(9999)}\n`);
		}
	}

	const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
	t.deepEqual(lines.slice(-2), ['', '(This file has its 1 MiB: nothing more is kept.)']);
	t.is(lines.filter(line => line.startsWith('a')).length, 60);
	t.is(lines.filter(line => line.startsWith('b')).length, 44);
	t.is(lines.filter(line => line.startsWith('c')).length, 0);
});
