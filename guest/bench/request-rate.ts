import type {Socket} from 'node:net';
import {linesIn} from './many-clients.ts';

/** A WANT for a file nobody has: one line there, one line back. */
const REQUEST = 'WANT nothing.bin\n';

/**
How many requests a server answers.

@param pipeline - Requests that every client keeps under way.
@param cpuSeconds - Tells the processor time the server used so far.
@returns Requests a second, and microseconds of the server's processor time for each, over `seconds`, after a third of that to warm up.
*/
export const requestRate = async (
	clients: readonly Socket[],
	{
		pipeline,
		seconds,
		cpuSeconds,
	}: {readonly pipeline: number; readonly seconds: number; readonly cpuSeconds: () => number},
): Promise<{perSecond: number; cpuMicros: number}> => {
	let answered = 0;
	let isOver = false;
	const batch = Buffer.from(REQUEST.repeat(pipeline));
	const undo = clients.map(client => {
		let missing = pipeline;
		const onData = (chunk: Buffer): void => {
			const lines = linesIn(chunk);
			answered += lines;
			missing -= lines;
			if (missing <= 0 && !isOver) {
				missing = pipeline;
				client.write(batch);
			}
		};
		client.on('data', onData);
		client.write(batch);
		return () => client.off('data', onData);
	});

	await passed(seconds / 3);
	const before = answered;
	const cpuBefore = cpuSeconds();
	const startMs = performance.now();
	await passed(seconds);
	const requests = answered - before;
	const perSecond = Math.round((requests * 1000) / (performance.now() - startMs));
	const cpuMicros = ((cpuSeconds() - cpuBefore) * 1e6) / requests;
	isOver = true;
	await passed(0.2); // The last replies.
	for (const off of undo) {
		off();
	}

	return {perSecond, cpuMicros};
};

const passed = (seconds: number): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, seconds * 1000);
	});
