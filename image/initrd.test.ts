import test from 'ava';
import {loadOrder} from './initrd.ts';

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
