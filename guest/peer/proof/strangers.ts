import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import type {Endpoint} from '../../protocol/endpoint.ts';

/** What a stranger has at hand. `socket` is connected; it is destroyed when the stranger is done, after `patienceMs` at the latest. */
export type StrangerScene = {
	readonly socket: Socket;
	readonly random: () => number;
	/** A name the peer shares, as it stands on the wire. */
	readonly shared: string;
};

/** Connections a peer gets from the evil, the broken and the curious (docs/protocol.md, section 6), each by what it does. */
export const STRANGERS: Readonly<Record<string, (scene: StrangerScene) => Promise<void>>> = {
	async 'never asks'({socket}) {
		await ended(socket);
	},
	async 'leaves at once'() {},
	async 'resets at once'({socket}) {
		socket.resetAndDestroy();
	},
	async 'asks and never reads'({socket, shared}) {
		socket.pause();
		socket.write(`GET ${shared} OSP2P\n`);
		await once(socket, 'close');
	},
	async 'reads a drop at a time'({socket, shared}) {
		socket.write(`GET ${shared} OSP2P\n`);
		while (!socket.destroyed && !socket.readableEnded) {
			socket.read(7);
			await new Promise(resolve => setTimeout(resolve, 20));
		}
	},
	async 'asks and resets in the middle'({socket, shared}) {
		socket.write(`GET ${shared} OSP2P\n`);
		await Promise.race([once(socket, 'readable'), ended(socket)]);
		socket.resetAndDestroy();
	},
	async 'asks in single bytes'({socket, shared}) {
		for (const byte of `GET ${shared} OSP2P\n`) {
			socket.write(byte);
			await new Promise(setImmediate);
		}

		await ended(socket);
	},
	async 'asks a thousand times on one connection'({socket, shared}) {
		socket.write(`GET ${shared} OSP2P\n`.repeat(1000));
		await ended(socket);
	},
	async 'sends without end behind its request'({socket, shared}) {
		await pour(socket, `GET ${shared} OSP2P\n`, 'x'.repeat(65_536));
	},
	async 'sends a line without end'({socket}) {
		await pour(socket, 'GET ', 'x'.repeat(65_536));
	},
	async 'asks for a name of random length'({socket, random}) {
		socket.write(`GET ${'x'.repeat(Math.floor(random() * 12_000))} OSP2P\n`);
		await ended(socket);
	},
	async 'asks for a name of NULs'({socket, random}) {
		socket.write(`GET ${'\0'.repeat(Math.floor(random() * 2000))} OSP2P\n`);
		await ended(socket);
	},
	async 'climbs out of the folder'({socket, random}) {
		const names = [
			'../../etc/passwd',
			'%2e%2e%2fetc%2fpasswd',
			'/etc/passwd',
			'.../...//etc/passwd',
			'/proc/self/environ',
			'.',
			'..',
			'%00',
		];
		socket.write(`GET ${names[Math.floor(random() * names.length)]} OSP2P\n`);
		await ended(socket);
	},
	async 'talks like a tracker'({socket}) {
		socket.write('NOTIFY alice 127.0.0.1:5001 OSP2P\n200 ok\n');
		await ended(socket);
	},
	async 'speaks random bytes'({socket, random}) {
		socket.write(Buffer.from(Array.from({length: Math.floor(random() * 5000)}, () => Math.floor(random() * 256))));
		await ended(socket);
	},
	async 'changes bytes of a good request'({socket, random, shared}) {
		const request = Buffer.from(`GET ${shared} OSP2P\n`, 'latin1');
		for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
			request[Math.floor(random() * request.length)] = Math.floor(random() * 256);
		}

		socket.write(request);
		await ended(socket);
	},
	async 'ends before its line does'({socket, shared}) {
		socket.end(`GET ${shared} OSP`);
		await ended(socket);
	},
};

/**
Be one stranger to a peer, from some address of this machine, for so long at most.

@returns When it is over; whatever the peer did.
*/
export const beStranger = async (
	kind: string,
	peer: Endpoint,
	{
		from,
		shared,
		random,
		patienceMs,
	}: Omit<StrangerScene, 'socket'> & {readonly from: string; readonly patienceMs: number},
): Promise<void> => {
	const socket = connect({host: peer.address, port: peer.port, localAddress: from, allowHalfOpen: true, noDelay: true});
	socket.on('error', () => undefined);
	const timer = setTimeout(() => socket.destroy(), patienceMs);
	const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
	const act = async (): Promise<void> => {
		try {
			await once(socket, 'connect');
			await STRANGERS[kind]?.({socket, random, shared});
		} catch {
			// Whatever the peer made of it, the stranger has no complaint.
		}
	};
	await Promise.race([act(), closed]); // A socket that closed before an act waits for it would be waited for in vain.
	clearTimeout(timer);
	socket.destroy();
};

const ended = async (socket: Socket): Promise<void> => {
	socket.resume();
	await Promise.race([once(socket, 'end'), once(socket, 'close')]);
};

const pour = async (socket: Socket, head: string, chunk: string): Promise<void> => {
	socket.write(head);
	socket.resume();
	while (!socket.destroyed && !socket.readableEnded) {
		if (!socket.write(chunk)) {
			await Promise.race([once(socket, 'drain'), ended(socket)]);
		}
	}
};
