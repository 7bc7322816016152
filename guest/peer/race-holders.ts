import {addAbortListener} from 'node:events';
import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';
import {FolderError} from './folder-error.ts';
import {type AttemptState, type HedgeLimits, isNextDue} from './next-attempt.ts';
import {because, TransferError} from './transfer-error.ts';
import {WakeUp} from './wake-up.ts';

/** One attempt, told by whoever makes it. */
export type Progress = {readonly connected: () => void; readonly received: (bytes: number) => void};

type Attempt = {
	readonly stop: AbortController;
	connectedAtMs: number | undefined;
	bytes: number;
	/** Bytes in all at the last ticks, oldest first. */
	readonly history: number[];
	readonly done: Promise<void>;
};

/** Time between two looks at the attempts, in milliseconds. */
const TICK_MS = 50;

/**
Ask holders for the same thing until one delivers: the next one as soon as one fails, or beside it when `isNextDue()` says so. The first to deliver wins; the others are stopped, and have ended when this returns.

@param attempt - Asks one holder. What losers still deliver is disposed.
@returns What the winner delivered, and who that was.
@throws {TransferError} If nobody delivered, or `signal` aborts.
@throws {FolderError} If our own folder failed the last attempt that was under way: the next holder could do no better.
*/
export const raceHolders = async <Prize extends AsyncDisposable>(
	holders: readonly Endpoint[],
	attempt: (holder: Endpoint, context: Progress & {readonly signal: AbortSignal}) => Promise<Prize>,
	{limits, clock, signal}: {readonly limits: HedgeLimits; readonly clock: () => number; readonly signal: AbortSignal},
): Promise<{readonly prize: Prize; readonly winner: Endpoint}> => {
	const running = new Set<Attempt>();
	let won: {readonly prize: Prize; readonly winner: Endpoint} | undefined;
	let bug: {readonly error: unknown} | undefined;
	let lastReason = 'nobody has it';
	let startedAtMs = clock();
	let next = 0;
	const settled = new WakeUp();

	const start = (holder: Endpoint): void => {
		const stop = new AbortController();
		const state: Attempt = {stop, connectedAtMs: undefined, bytes: 0, history: [], done: Promise.resolve()};
		const run = async (): Promise<void> => {
			try {
				const prize = await attempt(holder, {
					signal: stop.signal,
					connected: () => {
						state.connectedAtMs = clock();
					},
					received: bytes => {
						state.bytes += bytes;
					},
				});
				if (won === undefined && !signal.aborted) {
					won = {prize, winner: holder};
				} else {
					await prize[Symbol.asyncDispose]();
				}
			} catch (error) {
				if (error instanceof TransferError && !(error instanceof FolderError && running.size === 1)) {
					lastReason = `${formatEndpoint(holder)}: ${because(error)}`;
				} else {
					bug = {error};
				}
			} finally {
				running.delete(state);
				settled.ring();
			}
		};

		startedAtMs = clock();
		running.add(state);
		Object.assign(state, {done: run()});
	};

	const stopAll = (): void => {
		for (const {stop} of running) {
			stop.abort();
		}
	};
	using _leaving = addAbortListener(signal, stopAll); // One for all attempts: each may be one of hundreds.
	try {
		while (won === undefined && bug === undefined && !signal.aborted && (running.size > 0 || next < holders.length)) {
			const states = [...running].map(state =>
				look(state, {nowMs: clock(), ticks: Math.ceil(limits.hedgeMs / TICK_MS)}),
			);
			const holder = holders[next];
			if (holder !== undefined && isNextDue(states, {...limits, sinceLastMs: clock() - startedAtMs})) {
				next++;
				start(holder);
				continue;
			}

			await settled.wait({atMostMs: TICK_MS, signal});
		}
	} finally {
		const losers = [...running];
		stopAll();
		await Promise.all(losers.map(({done}) => done));
	}

	if (bug !== undefined) {
		await won?.prize[Symbol.asyncDispose]();
		throw bug.error;
	}

	if (won === undefined) {
		throw new TransferError(signal.aborted ? 'given up' : lastReason);
	}

	return won;
};

const look = (attempt: Attempt, {nowMs, ticks}: {readonly nowMs: number; readonly ticks: number}): AttemptState => {
	if (attempt.connectedAtMs === undefined) {
		return {phase: 'dialling'};
	}

	const forMs = nowMs - attempt.connectedAtMs;
	if (attempt.bytes === 0) {
		return {phase: 'silent', forMs};
	}

	attempt.history.push(attempt.bytes);
	if (attempt.history.length > ticks) {
		attempt.history.shift();
	}

	return {
		phase: 'receiving',
		forMs,
		recentBytes: attempt.bytes - (attempt.history[0] ?? 0),
	};
};
