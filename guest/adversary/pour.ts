import type {Socket} from 'node:net';
import {linger, send} from './wire.ts';

/**
How fast an endless answer flows, in bytes a second: fast enough to fill a disk, slow enough that the attacker's own
machine, often the victim's neighbour, stays usable.
*/
const BYTES_PER_SECOND = 8 * 1024 * 1024;

/** Sends block after block for as long as the victim takes it; strikes when the first block is taken. */
export const pour = async (
	socket: Socket,
	nextBlock: () => Buffer,
	{strike, bytesPerSecond = BYTES_PER_SECOND}: {readonly strike: () => void; readonly bytesPerSecond?: number},
): Promise<void> => {
	const startedAt = performance.now();
	for (let sent = 0, isFirst = true; ; isFirst = false) {
		const block = nextBlock();
		if (!(await send(socket, block))) {
			return;
		}

		if (isFirst) {
			strike();
		}

		sent += block.length;
		const aheadMs = (sent / bytesPerSecond) * 1000 - (performance.now() - startedAt);
		if (aheadMs > 10 && !(await linger(socket, aheadMs))) {
			return;
		}
	}
};
