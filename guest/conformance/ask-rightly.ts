import type {Endpoint} from '../protocol/endpoint.ts';
import type {Reply} from '../protocol/reply.ts';
import {VectorClient} from './vector-client.ts';

/** A good client waits so long for a reply before it complains. */
const PATIENCE_MS = 5000;

/**
Use a tracker as a good peer does, again and again, and check every reply.

@param number - Makes its alias, port and file its own.
@returns How many exchanges there were, and the longest wait.
@throws {Error} At the first reply that is late or wrong.
*/
export const askRightly = async (
	tracker: Endpoint,
	{number, signal}: {readonly number: number; readonly signal: AbortSignal},
): Promise<{exchanges: number; longestWaitMs: number}> => {
	let exchanges = 0;
	let longestWaitMs = 0;
	const exchange = async (client: VectorClient, request: string, isRight: (reply: Reply) => boolean): Promise<void> => {
		const startMs = performance.now();
		client.socket.write(`${request}\n`);
		const reply = await client.reply(PATIENCE_MS);
		longestWaitMs = Math.max(longestWaitMs, performance.now() - startMs);
		exchanges += 1;
		if (!isRight(reply)) {
			throw new Error(`a good client said "${request}" and got ${JSON.stringify(reply).slice(0, 300)}`);
		}
	};

	const line = `PEER good${number} 127.0.0.1:${60_000 + number}`;
	const file = `good-${number}.bin`;
	while (!signal.aborted) {
		using client = await VectorClient.open(tracker, '127.0.0.1');
		await client.reply(PATIENCE_MS);
		await exchange(client, `ADDR good${number} 127.0.0.1:${60_000 + number}`, ({final}) => final === 200);
		await exchange(client, `HAVE ${file} u3bJz@iaYsq6aMaMSJVq_b`, ({final}) => final === 200);
		for (let again = 0; again < 5; again++) {
			await exchange(client, `WANT ${file}`, ({final, data}) => final === 200 && data.length === 1 && data[0] === line);
			await exchange(client, `MD5SUM ${file}`, ({data}) => data[0] === 'u3bJz@iaYsq6aMaMSJVq_b');
			await exchange(client, 'WHO', ({final, data}) => final === 200 && data.includes(line));
			await exchange(client, 'NONSENSE', ({final}) => final === 500);
		}

		await exchange(client, `DONTHAVE ${file}`, ({final}) => final === 200);
		await exchange(client, `WANT ${file}`, ({final}) => final === 300);
		await exchange(client, 'QUIT', ({final}) => final === 200);
		await client.end(PATIENCE_MS);
	}

	return {exchanges, longestWaitMs};
};
