import type {AimedScene} from './attack.ts';
import type {Prey} from './server-attack.ts';
import {hear, reach, send} from './wire.ts';

/** What is kept of an answer as loot, in bytes: enough to know a stolen file by. */
const LOOT_BYTES = 4096;

/** How long a victim may take for an answer nobody deserves, in milliseconds. */
const ANSWER_MS = 2500;

/** Questions asked at a time: a victim that leaves each unanswered must not make the attack last for minutes. */
const AT_A_TIME = 12;

/** Sends each request on a connection of its own, strikes, and tells what the victim gave for it, if anything. */
export const askAll = async (
	prey: Prey,
	requests: Iterable<string>,
	given: {readonly scene: AimedScene; readonly attack: string},
): Promise<void> => {
	const waiting = Iterator.from(requests);
	const ask = async () => {
		for (const request of waiting) {
			await askAndHear(prey, request, given);
		}
	};
	await Promise.all(Array.from({length: AT_A_TIME}, ask));
};

const askAndHear = async (
	prey: Prey,
	request: string,
	{scene, attack}: {readonly scene: AimedScene; readonly attack: string},
): Promise<void> => {
	const socket = await reach(prey, {signal: scene.signal, from: scene.listenOn.address});
	if (socket === undefined || !(await send(socket, request))) {
		return;
	}

	scene.strike();
	const {bytes, head} = await hear(socket, {maxBytes: LOOT_BYTES, withinMs: ANSWER_MS});
	if (bytes > 0) {
		scene.emit({event: 'loot', attack, asked: request.slice(0, 200), bytes, head: head.toString('base64')});
	}
};
