import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {withLength} from '../lan/frame-splitter.ts';
import {tcpFrame} from '../lan/tcp-frame.ts';

/** What a card in a process of its own is told to do. The number of its station makes its addresses. */
export type FloodTask = {readonly path: string; readonly station: number} & (
	| {
			/** Tell the seconds from the first full frame until `bytes` have come. */
			readonly role: 'receive';
			readonly bytes: number;
	  }
	| {
			/** Send so many batches to a station, as fast as they are taken, once told to. */
			readonly role: 'send';
			readonly to: number;
			readonly batches: number;
	  }
	/** Send every frame back to where it came from. */
	| {readonly role: 'echo'}
);

/** Frames in one write of a sender. */
export const BATCH_FRAMES = 500;

/** A full frame as it crosses the socket: 1514 bytes after their length. */
export const FULL_BYTES = 1514 + 4;

/** A process that performs a task. Disposing kills it. */
export type RunningTask = Disposable & {
	readonly child: ChildProcess;
	/** What it tells when it is done. */
	readonly done: Promise<unknown>;
	begin(): void;
};

/** Start a task in a process of its own. It has plugged its card in when this returns. */
export const startTask = async (task: FloodTask): Promise<RunningTask> => {
	const child = fork(join(import.meta.dirname, 'flood-card.ts'), [JSON.stringify(task)]);
	await once(child, 'message');
	return {
		child,
		done: once(child, 'message').then(([message]) => message),
		begin: () => child.send('begin'),
		[Symbol.dispose]: () => child.kill('SIGKILL'),
	};
};

/** A full TCP segment from one station to another, as it crosses the socket: the next after so many others. */
export const fullFrame = (from: number, to: number, others = 0): Buffer => {
	const [source, target] = [
		{number: from, tcpPort: 1000 + from},
		{number: to, tcpPort: 2000 + to},
	];
	return withLength(tcpFrame(source, target, {sequence: 1 + others * 1460, payload: Buffer.alloc(1460, 7)}));
};

/** A short frame to all, by which a switch learns where a station is. */
export const greeting = (station: number): Buffer => {
	const frame = tcpFrame({number: station, tcpPort: 1}, {number: station, tcpPort: 1}, {sequence: 0});
	return withLength(frame.fill(0xff, 0, 6));
};
