import {gzipSync, zstdCompressSync} from 'node:zlib';
import test from 'ava';
import {loadOrder, makeInitrd} from './initrd.ts';

test('a module comes after all it needs, however deep, and once', t => {
	const dependencies = `
kernel/drivers/virtio/virtio.ko: kernel/drivers/virtio/virtio_ring.ko
kernel/drivers/virtio/virtio_ring.ko:
kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio.ko
kernel/drivers/net/virtio_net.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/net/net_failover.ko
kernel/drivers/net/net_failover.ko:
kernel/drivers/gpu/never.ko:
`.trimStart();
	t.deepEqual(
		loadOrder(dependencies).map(module => module.replace(/.*\//, '')),
		['virtio_ring.ko', 'virtio.ko', 'virtio_blk.ko', 'net_failover.ko', 'virtio_net.ko'],
	);
});

test('modules are found however they are packed, and what is built in is passed over', t => {
	t.deepEqual(loadOrder('kernel/fs/ext4/ext4.ko.zst: kernel/fs/jbd2/jbd2.ko.zst\nkernel/fs/jbd2/jbd2.ko.zst:\n'), [
		'kernel/fs/jbd2/jbd2.ko.zst',
		'kernel/fs/ext4/ext4.ko.zst',
	]);
	t.deepEqual(loadOrder(''), []);
});

test('however the modules are packed, they lie plain in the archive, with a script that loads them', async t => {
	const files = new Map<string, Buffer>([
		['usr/bin/busybox', Buffer.from('busybox')],
		[
			'usr/lib/modules/6.1/modules.dep',
			Buffer.from('a/virtio_blk.ko.gz: b/virtio.ko\nb/virtio.ko:\nc/ext4.ko.zst: a/virtio_blk.ko.gz\n'),
		],
		['usr/lib/modules/6.1/b/virtio.ko', Buffer.from('plain one')],
		['usr/lib/modules/6.1/a/virtio_blk.ko.gz', gzipSync('plain two')],
		['usr/lib/modules/6.1/c/ext4.ko.zst', zstdCompressSync('plain three')],
	]);
	const root = {
		members: new Map(),
		read: async (path: string) => files.get(path) ?? Buffer.from(''),
		async [Symbol.asyncDispose]() {},
	};
	const archive = (await makeInitrd(root, '6.1')).toString('latin1');
	for (const text of ['plain one', 'plain two', 'plain three', 'insmod /modules/virtio_blk.ko\n']) {
		t.true(archive.includes(text), text);
	}
});
