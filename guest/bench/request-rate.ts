import type {Socket} from 'node:net';
import {linesIn} from './many-clients.ts';

/** Requests under way on each connection. */
const PIPELINE = 16;

/** A WANT for a file nobody has: one line there, one line back. */
const REQUEST = 'WANT nothing.bin\n';

/**
How many requests a server answers when every client keeps 16 under way.

@returns Requests a second, over `seconds`, after a tenth of that to warm up.
*/
export const requestRate = async (
	clients: readonly Socket[],
	{seconds}: {readonly seconds: number},
): Promise<number> => {
	let answered = 0;
	let isOver = false;
	const batch = Buffer.from(REQUEST.repeat(PIPELINE));
	const undo = clients.map(client => {
		let missing = PIPELINE;
		const onData = (chunk: Buffer): void => {
			const lines = linesIn(chunk);
			answered += lines;
			missing -= lines;
			if (missing <= 0 && !isOver) {
				missing = PIPELINE;
				client.write(batch);
			}
		};
		client.on('data', onData);
		client.write(batch);
		return () => client.off('data', onData);
	});

	await passed(seconds / 10);
	const before = answered;
	const startMs = performance.now();
	await passed(seconds);
	const rate = ((answered - before) * 1000) / (performance.now() - startMs);
	isOver = true;
	await passed(0.2); // The last replies.
	for (const off of undo) {
		off();
	}

	return Math.round(rate);
};

const passed = (seconds: number): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, seconds * 1000);
	});
