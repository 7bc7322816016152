import {setTimeout as pause} from 'node:timers/promises';
import type {TrackerProgram} from './tracker-program.ts';
import {VectorClient} from './vector-client.ts';

/** What is wrong with a tracker whose clients have all left. */
export type LeftBehind = {
	/** `gone`: it serves nobody any more. `lists`: it still lists what went with its clients. */
	readonly kind: 'gone' | 'lists';
	/** The rest of a sentence that begins with "it". */
	readonly what: string;
};

/**
Wait until a tracker lists nobody and nothing, as after its start.

@param patienceMs - How long it may take to notice that its clients have left, and to answer.
@returns Undefined once it does; else what is wrong with it.
*/
export const leftBehind = async (
	tracker: TrackerProgram,
	{patienceMs}: {readonly patienceMs: number},
): Promise<LeftBehind | undefined> => {
	const deadline = performance.now() + patienceMs;
	for (let pauseMs = 5; ; pauseMs = Math.min(200, pauseMs * 2)) {
		const listed = await listedBy(tracker, Math.max(patienceMs, ANSWER_MS)).catch((error: Error) => error);
		if (tracker.ended() !== undefined) {
			return {kind: 'gone', what: `ended by itself (${tracker.ended()})`};
		}

		if (!(listed instanceof Error) && listed.length === 0) {
			return undefined;
		}

		if (performance.now() > deadline) {
			return listed instanceof Error
				? {kind: 'gone', what: `did not answer WHO and LIST: ${listed.message}`}
				: {kind: 'lists', what: `still lists ${listed.slice(0, 3).join(', ').slice(0, 200)}`};
		}

		await pause(pauseMs);
	}
};

/** Least time for an answer. */
const ANSWER_MS = 2000;

const listedBy = async (tracker: TrackerProgram, answerMs: number): Promise<readonly string[]> => {
	using client = await VectorClient.open(tracker, '127.0.0.1');
	await client.reply(answerMs);
	client.socket.write('WHO\nLIST\n');
	const peers = await client.reply(answerMs);
	const files = await client.reply(answerMs);
	return [...peers.data, ...files.data].filter(line => !line.startsWith('PEER fakepeer')); // Those of the option -f.
};
