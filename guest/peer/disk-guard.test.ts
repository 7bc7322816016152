import test from 'ava';
import {DiskGuard} from './disk-guard.ts';
import type {TransferError} from './transfer-error.ts';

test('when the disk gets scarce the largest download goes, whoever looked', async t => {
	const stopped: Array<[string, boolean]> = [];
	let free = 100;
	const guard = new DiskGuard({freeBytes: async () => free, keepBytes: 50});
	const watch = (name: string, bytes: number) =>
		guard.watch({bytes: () => bytes, stop: (reason: TransferError) => stopped.push([name, reason.isLie])});
	const small = watch('small', 10);
	watch('endless', 1000);
	watch('middle', 100);
	await small.look();
	t.deepEqual(stopped, []);
	free = 49;
	await watch('new', 0).look();
	t.deepEqual(stopped, [['endless', true]]);
});

test('a lone download that finds the disk full is stopped, but called no liar', async t => {
	const stopped: boolean[] = [];
	const guard = new DiskGuard({freeBytes: async () => 0, keepBytes: 1});
	await guard.watch({bytes: () => 0, stop: reason => stopped.push(reason.isLie)}).look();
	t.deepEqual(stopped, [false]);
});

test('the disk is looked at once every few mebibytes', async t => {
	let looks = 0;
	let bytes = 0;
	const guard = new DiskGuard({freeBytes: async () => ++looks * 1000, keepBytes: 1});
	const download = guard.watch({bytes: () => bytes, stop: () => undefined});
	for (; bytes <= 16 * 1024 * 1024; bytes += 65_536) {
		await download.look();
	}

	t.is(looks, 3);
});
