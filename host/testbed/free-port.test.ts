import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import test from 'ava';
import {freePort} from './free-port.ts';

test('nobody is given a port that somebody else was given, though neither uses it yet', async t => {
	const ports = new Set<number>();
	for (let asked = 0; asked < 1000; asked++) {
		ports.add(await freePort('127.0.0.1'));
	}

	t.is(ports.size, 1000); // By chance alone, some 26 of 1000 among 19,000 would meet.
});

test('a port given is free', async t => {
	await using server = createServer();
	const port = await freePort('127.0.0.1');
	await once(server.listen(port, '127.0.0.1'), 'listening');
	t.is((server.address() as AddressInfo).port, port);
});
