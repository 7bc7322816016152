import {BoundSocket} from 'node:net';
import {reach} from './wire.ts';

/** Ports of ours at which nobody answers: the system chose them, and gives them to nobody else while we have them; nobody listens there. Disposing gives them up. */
export type ShutDoors = Disposable & {readonly ports: readonly number[]};

/**
Take ports to be named as those of dead peers: whoever calls there is refused at once, and meets nothing of the machine's own.

@param address - Of ours: where they are.
@throws Error if somebody answers at one of them.
*/
export const shutDoors = async (count: number, address: string): Promise<ShutDoors> => {
	using stack = new DisposableStack();
	const ports = Array.from({length: count}, () => stack.use(new BoundSocket({host: address, port: 0})).address().port);
	const host = address === '0.0.0.0' ? '127.0.0.1' : address;
	await Promise.all(
		ports.map(async port => {
			const somebody = await reach({address: host, port}, {signal: new AbortController().signal});
			somebody?.destroy();
			if (somebody !== undefined) {
				throw new Error(`somebody answers at ${host}:${port}, which is to be dead`);
			}
		}),
	);
	const taken = stack.move();
	return {ports, [Symbol.dispose]: () => taken.dispose()};
};
