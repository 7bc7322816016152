import {addAbortListener} from 'node:events';
import type {Duplex} from 'node:stream';
import {HarnessError} from '../harness-error.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import type {QmpCommands, QmpEvent} from './qmp-commands.ts';

/** QEMU refused a command, or stopped answering. */
export class QmpError extends HarnessError {
	override readonly name = 'QmpError';
}

/** A QEMU that listens to us. Disposing hangs up; it does not end QEMU. */
export type QmpClient = AsyncDisposable & {
	/** @throws {QmpError} If QEMU refuses, hangs up, or the signal aborts before it answers. */
	readonly execute: <Name extends keyof QmpCommands>(
		name: Name,
		args: QmpCommands[Name]['arguments'],
		options: {readonly signal: AbortSignal},
	) => Promise<QmpCommands[Name]['returns']>;

	/** @returns The next event that `isIt` accepts, counted from the call: call it before what causes the event. */
	readonly event: (isIt: (event: QmpEvent) => boolean, options: {readonly signal: AbortSignal}) => Promise<QmpEvent>;
};

/**
Greet the QEMU at the other end of a stream.

@param stream - A connected socket QEMU was started with; we were there first, so there is nothing to wait for but the greeting.
@throws {QmpError} If QEMU hangs up before it greets.
@see https://www.qemu.org/docs/master/interop/qmp-spec.html
*/
export const greetQmp = async (stream: Duplex, {signal}: {readonly signal: AbortSignal}): Promise<QmpClient> => {
	const waiting = new Set<Waiting>();
	const greeting = waitFor(waiting, message => message.QMP !== undefined, 'its greeting', {signal});
	const reading = readMessages(stream, waiting);
	await greeting;

	const refuseAfterHangUp = (): void => {
		if (stream.destroyed || stream.readableEnded) {
			throw new QmpError('QEMU hung up.');
		}
	};
	let lastId = 0;
	const client: QmpClient = {
		async execute(name, args, options) {
			refuseAfterHangUp();
			const id = ++lastId;
			const replied = waitFor(waiting, message => message.id === id, `the answer to "${name}"`, options);
			stream.write(`${JSON.stringify({execute: name, arguments: args, id})}\n`);
			const {error, return: answer} = await replied;
			if (error !== undefined) {
				throw new QmpError(`QEMU refused "${name}" ${JSON.stringify(args) ?? ''}: ${error.desc}`);
			}

			return answer as QmpCommands[typeof name]['returns'];
		},
		async event(isIt, options) {
			refuseAfterHangUp();
			return waitFor(waiting, (message): message is QmpEvent => isEvent(message) && isIt(message), 'an event', options);
		},
		async [Symbol.asyncDispose]() {
			stream.destroy();
			await reading;
		},
	};
	await client.execute('qmp_capabilities', undefined, {signal});
	return client;
};

type Message = {
	readonly QMP?: unknown;
	readonly id?: number;
	readonly return?: unknown;
	readonly error?: {readonly desc: string};
	readonly event?: string;
	readonly data?: Readonly<Record<string, unknown>>;
};

type Waiting = {readonly offer: (message: Message) => void; readonly fail: (error: QmpError) => void};

const isEvent = (message: Message): message is QmpEvent => message.event !== undefined;

/** One wait for one message; many may wait at once, and each sees every message. */
const waitFor = async <Wanted extends Message>(
	waiting: Set<Waiting>,
	isIt: ((message: Message) => message is Wanted) | ((message: Message) => boolean),
	what: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<Wanted> => {
	signal.throwIfAborted();
	const {promise, resolve, reject} = Promise.withResolvers<Wanted>();
	const entry: Waiting = {
		offer(message) {
			if (isIt(message)) {
				resolve(message as Wanted);
			}
		},
		fail: reject,
	};
	waiting.add(entry);
	using _leaving = addAbortListener(signal, () =>
		reject(new QmpError(`QEMU did not send ${what} in time.`, {cause: signal.reason})),
	);
	try {
		return await promise;
	} finally {
		waiting.delete(entry);
	}
};

const readMessages = async (stream: Duplex, waiting: Set<Waiting>): Promise<void> => {
	const cutter = new LineCutter();
	try {
		for await (const chunk of stream) {
			for (const line of cutter.push(chunk)) {
				const message: Message = JSON.parse(line);
				for (const entry of [...waiting]) {
					entry.offer(message);
				}
			}
		}
	} catch {
		// A hang-up is a hang-up, orderly or not.
	}

	for (const entry of waiting) {
		entry.fail(new QmpError('QEMU hung up.'));
	}
};
