import {connect, type Socket} from 'node:net';

/** Ways of five addresses to keep others from a peer, each with a number of connections an address. */
export const HOSTILE_WAYS = {
	'slow readers': {connections: 150, request: 'GET large OSP2P\n', reads: 'slowly', comesBack: false},
	'idle connections': {connections: 150, request: '', reads: 'all', comesBack: true},
	'refused connections left open': {connections: 150, request: 'nonsense\n', reads: 'all', comesBack: false},
	'answered connections left open': {connections: 150, request: 'GET small OSP2P\n', reads: 'all', comesBack: false},
	'fast readers': {connections: 30, request: 'GET large OSP2P\n', reads: 'all', comesBack: true},
	'a flood of requests': {connections: 30, request: 'GET small OSP2P\n', reads: 'all', comesBack: true},
} as const satisfies Readonly<
	Record<string, {connections: number; request: string; reads: 'all' | 'slowly'; comesBack: boolean}>
>;

/** Names one of the ways. */
export type HostileWay = keyof typeof HOSTILE_WAYS;

/** A crowd at work. Disposing it ends all of it. */
export type HostileCrowd = Disposable & {
	/** Bytes it has got so far. */
	readonly bytes: () => number;
};

/** Bytes a slow reader takes, and how often: above the least rate that a peer puts up with. */
const SLOWLY = {bytes: 4096, everyMs: 1000};

/** Let five addresses, 127.0.0.2 to 127.0.0.6, each go one of these ways, in turn; resolves when all are connected once. */
export const startHostileCrowd = async (port: number, ways: readonly HostileWay[]): Promise<HostileCrowd> => {
	const sockets = new Set<Socket>();
	let isOver = false;
	let bytes = 0;
	const come = (localAddress: string, way: HostileWay): Promise<void> => {
		const {request, reads, comesBack} = HOSTILE_WAYS[way];
		const {promise, resolve} = Promise.withResolvers<void>();
		const socket = connect({host: '127.0.0.1', port, localAddress, allowHalfOpen: true});
		sockets.add(socket);
		socket.once('connect', () => {
			socket.write(request);
			resolve();
		});
		socket.on('error', () => undefined);
		socket.on('end', () => comesBack && socket.end());
		if (reads === 'all') {
			socket.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
			});
		} else {
			const timer = setInterval(() => socket.read(SLOWLY.bytes), SLOWLY.everyMs);
			socket.once('close', () => clearInterval(timer));
		}

		socket.once('close', () => {
			sockets.delete(socket);
			resolve();
			if (!isOver) {
				setTimeout(() => isOver || void come(localAddress, way), comesBack ? 0 : 100);
			}
		});
		return promise;
	};

	for (const [index, address] of ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6'].entries()) {
		const way = ways[index % ways.length] as HostileWay;
		for (let n = 0; n < HOSTILE_WAYS[way].connections; n++) {
			await come(address, way);
		}
	}

	return {
		bytes: () => bytes,
		[Symbol.dispose]() {
			isOver = true;
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
};
