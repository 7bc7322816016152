import {setTimeout as pause} from 'node:timers/promises';
import type {Endpoint} from '../protocol/endpoint.ts';
import {replyMismatch} from './reply-mismatch.ts';
import type {ExpectedReply, TrackerCase, TrackerStep} from './tracker-case.ts';
import {VectorClient} from './vector-client.ts';
import {type VectorListener, vectorListener} from './vector-listener.ts';

/** Where a case stopped being what the vectors say. */
export class VectorMismatch extends Error {
	override readonly name = 'VectorMismatch';
}

/** How long silence must last to count, in milliseconds. */
const SILENCE_MS = 120;

/**
Play a case against a fresh tracker.

@param promptMs - Longest wait for something that should come at once.
@throws {VectorMismatch} At the first step that goes otherwise, with its number and what was seen; the lines after the first are the exchange up to there.
*/
export const playTrackerCase = async (
	{steps}: TrackerCase,
	tracker: Endpoint,
	{promptMs = 10_000}: {readonly promptMs?: number} = {},
): Promise<void> => {
	await using owned = new AsyncDisposableStack();
	const clients = new Map<string, VectorClient>();
	const listeners = new Map<string, VectorListener>();
	const unread = new Set<VectorClient>();
	const exchange: string[] = [];
	const hear = (who: string, line: string): void => {
		exchange.push(`${who} ${JSON.stringify(line.slice(0, LINE_CHARACTERS)).slice(1, -1)}`);
	};
	const scene: Scene = {tracker, promptMs, owned, clients, listeners, unread, hear};
	for (const [index, step] of steps.entries()) {
		try {
			await play(filledIn(step, listeners), scene);
		} catch (error) {
			const what = error instanceof Error ? error.message : String(error);
			throw new VectorMismatch(
				[`step ${index + 1} (${JSON.stringify(step).slice(0, 120)}): ${what}`, ...lastOf(exchange)].join('\n'),
			);
		}
	}

	for (const [name, client] of clients) {
		if (client.unread !== undefined && !unread.has(client)) {
			throw new VectorMismatch([`at the end, on ${name}: ${client.unread}`, ...lastOf(exchange)].join('\n'));
		}
	}
};

/** Lines of an exchange that are told, and characters of each. */
const [LAST_LINES, LINE_CHARACTERS] = [25, 160];

const lastOf = (exchange: readonly string[]): string[] => [
	...(exchange.length > LAST_LINES ? [`(${exchange.length - LAST_LINES} lines before)`] : []),
	...exchange.slice(-LAST_LINES),
];

type Scene = {
	/** Told of everything that is said, and by which client or to which. */
	readonly hear: (who: string, line: string) => void;
	readonly promptMs: number;
	readonly tracker: Endpoint;
	readonly owned: AsyncDisposableStack;
	readonly clients: Map<string, VectorClient>;
	readonly listeners: Map<string, VectorListener>;
	readonly unread: Set<VectorClient>;
};

const play = async (step: TrackerStep, scene: Scene): Promise<void> => {
	if (step.wait !== undefined) {
		await pause(step.wait * 1000);
	}

	if (step.listen !== undefined) {
		scene.listeners.set(step.listen, scene.owned.use(await vectorListener(step.at ?? '127.0.0.1')));
	} else if (step.unlisten !== undefined) {
		await scene.listeners.get(step.unlisten)?.[Symbol.asyncDispose]();
	} else if (step.accepted !== undefined) {
		await expectCall(step, scene);
	} else if (step.flood !== undefined) {
		await flood(step.flood, scene);
	} else if (step.on !== undefined) {
		await playOn(step, await clientOf(step, step.on, scene), scene);
	}
};

const playOn = async (step: TrackerStep, client: VectorClient, {unread, promptMs, hear}: Scene): Promise<void> => {
	const who = step.on ?? '';
	const startMs = performance.now();
	if (step.unread) {
		unread.add(client);
		client.socket.pause();
	}

	for (const [index, packet] of packetsOf(step).entries()) {
		await pause(index === 0 ? 0 : 15);
		client.socket.write(packet);
		hear(who, `→ ${packet.toString('latin1')}`);
	}

	if (step.halfClose) {
		hear(who, '→ (end of input)');
		client.socket.end();
	} else if (step.close) {
		client.socket.destroy();
	} else if (step.reset) {
		client.socket.resetAndDestroy();
	}

	const [earliest, latest] = step.within ?? [0, promptMs / 1000];
	for (const expected of repliesOf(step)) {
		const mismatch = replyMismatch(await client.reply(latest * 1000), expected);
		if (mismatch) {
			throw new VectorMismatch(mismatch);
		}
	}

	if (step.none) {
		await pause(step.for === undefined ? SILENCE_MS : step.for * 1000);
		if (client.unread ?? client.ended) {
			throw new VectorMismatch(`${client.unread ?? client.ended} instead of silence`);
		}
	}

	await expectEnd(step, client, latest * 1000);
	if (performance.now() - startMs < earliest * 1000) {
		throw new VectorMismatch(`after ${Math.round(performance.now() - startMs)} ms, before ${earliest} s`);
	}
};

const expectEnd = async (step: TrackerStep, client: VectorClient, deadlineMs: number): Promise<void> => {
	if (step.ends) {
		await client.end(deadlineMs);
		client.forget();
	} else if (step.eof) {
		await client.end(deadlineMs);
		if (client.unread ?? (client.ended === 'reset' ? 'a reset' : undefined)) {
			throw new VectorMismatch(`${client.unread ?? 'a reset'} instead of the end`);
		}
	}
};

const repliesOf = (step: TrackerStep): ExpectedReply[] =>
	step.codes || step.codesFinal
		? [step]
		: (step.replies ?? []).flatMap(reply => Array.from({length: reply.times ?? 1}, () => reply));

const packetsOf = ({send, sendHex, sendRepeat, packets}: TrackerStep): Buffer[] => {
	if (sendHex !== undefined) {
		return [Buffer.from(sendHex, 'hex')];
	}

	if (sendRepeat) {
		const {before = '', text, times, after = ''} = sendRepeat;
		const all = Array.from({length: times}, (_, n) => text.replace('{n}', String(n))).join('');
		return [Buffer.from(before + all + after, 'latin1')];
	}

	return (packets ?? (send === undefined ? [] : [send])).map(packet => Buffer.from(packet, 'latin1'));
};

const clientOf = async (step: TrackerStep, name: string, scene: Scene): Promise<VectorClient> => {
	const known = scene.clients.get(name);
	if (known) {
		return known;
	}

	const client = scene.owned.use(
		await VectorClient.open(scene.tracker, step.from ?? '127.0.0.1', line => scene.hear(name, line)),
	);
	scene.clients.set(name, client);
	if (!step.open) {
		const greeting = await client.reply(scene.promptMs);
		if (greeting.final !== 200) {
			throw new VectorMismatch(`a greeting of ${greeting.codes.join(',')}`);
		}
	}

	return client;
};

const expectCall = async (step: TrackerStep, {listeners, promptMs}: Scene): Promise<void> => {
	const heard = await listeners.get(step.accepted ?? '')?.nextCall(step.none ? SILENCE_MS : promptMs);
	if (heard !== step.receives) {
		throw new VectorMismatch(`a call of ${JSON.stringify(heard)}`);
	}
};

const flood = async (count: number, {tracker, owned}: Scene): Promise<void> => {
	const opening = Array.from({length: count}, () => VectorClient.open(tracker, '127.0.0.1'));
	for (const {value} of (await Promise.allSettled(opening)).filter(result => result.status === 'fulfilled')) {
		owned.use(value);
	}
};

/** `{L}` stands for the port of listener L, in all texts. */
const filledIn = (step: TrackerStep, listeners: ReadonlyMap<string, VectorListener>): TrackerStep => {
	let text = JSON.stringify(step);
	for (const [name, {port}] of listeners) {
		text = text.replaceAll(`{${name}}`, String(port));
	}

	return JSON.parse(text) as TrackerStep;
};
