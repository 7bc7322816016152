import {mkdtempDisposable, readFile, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {startCapture} from './capture.ts';
import {readPcapng} from './read-pcapng.ts';
import {splitCapture} from './split-capture.ts';

test('a flood does not fill the disk once for each link: their captures share a bound, and begin at the beginning', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-split-'));
	const names = ['alice', 'bob', 'mallory'];
	const path = join(folder.path, 'lan.pcapng');
	{
		await using capture = await startCapture(path);
		const [alice = 0] = names.map(name => capture.addInterface(name));
		const broadcast = Buffer.alloc(1000, 0xff);
		for (let frame = 0; frame < 500; frame++) {
			const about = {interfaceNumber: alice, microseconds: 1e15 + frame, keepBytes: 1000, isBulk: false};
			capture.record(broadcast, 0, 1000, about);
		}
	}

	const mostBytes = 300_000;
	const paths = await splitCapture(path, folder.path, names, {mostBytes});
	const sizes = await Promise.all(paths.map(async one => (await stat(one)).size));
	t.true(sizes.reduce((sum, size) => sum + size, 0) <= mostBytes, sizes.join());
	for (const one of paths) {
		const times = [...readPcapng(await readFile(one))].map(({microseconds}) => microseconds - 1e15);
		t.true(times.length > 80);
		t.deepEqual(times, [...times.keys()]);
	}
});
