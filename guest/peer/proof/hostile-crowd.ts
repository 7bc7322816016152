import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

/** Ways of five addresses to keep others from a peer, each with a number of connections an address. */
export const HOSTILE_WAYS = {
	'slow readers': {connections: 150, request: 'GET large OSP2P\n', reads: 'slowly', comesBack: false},
	'idle connections': {connections: 150, request: '', reads: 'all', comesBack: true},
	'refused connections left open': {connections: 150, request: 'nonsense\n', reads: 'all', comesBack: false},
	'answered connections left open': {connections: 150, request: 'GET small OSP2P\n', reads: 'all', comesBack: false},
	'fast readers': {connections: 30, request: 'GET large OSP2P\n', reads: 'all', comesBack: true},
	'a flood of requests': {connections: 30, request: 'GET small OSP2P\n', reads: 'all', comesBack: true},
} as const satisfies Readonly<
	Record<string, {connections: number; request: string; reads: 'all' | 'slowly'; comesBack: boolean}>
>;

/** Names one of the ways. */
export type HostileWay = keyof typeof HOSTILE_WAYS;

/** A crowd at work, on a thread of its own: what it does must not hold up whoever measures. Disposing it ends all of it. */
export type HostileCrowd = AsyncDisposable & {
	/** Bytes it has got so far. */
	readonly bytes: () => number;
};

/** What its thread is told. */
export type CrowdPlan = {
	readonly port: number;
	readonly ways: readonly HostileWay[];
	/** One unsigned number of 64 bits: bytes got so far. */
	readonly counter: SharedArrayBuffer;
};

/** Let five addresses, 127.0.0.2 to 127.0.0.6, each go one of these ways, in turn; resolves when all are connected once. */
export const startHostileCrowd = async (port: number, ways: readonly HostileWay[]): Promise<HostileCrowd> => {
	const counter = new SharedArrayBuffer(8);
	const bytes = new BigUint64Array(counter);
	const workerData: CrowdPlan = {port, ways, counter};
	const thread = new Worker(new URL('hostile-crowd-thread.ts', import.meta.url), {workerData});
	await once(thread, 'message');
	return {
		bytes: () => Number(Atomics.load(bytes, 0)),
		async [Symbol.asyncDispose]() {
			await thread.terminate();
		},
	};
};
