import type {WriteStream} from 'node:tty';
import {amount, readableName} from './human-line.ts';
import type {PeerEvent} from './peer-event.ts';

/** One living line at the foot of a terminal: what is on its way. Sizes are not known in this protocol, so the bar counts files. */
export type ProgressLine = {
	readonly note: (event: PeerEvent) => void;
	readonly add: (file: string, bytes: number) => void;
	/** Take the line away, so that another can be printed. */
	readonly clear: () => void;
};

/** Time between two drawings, in milliseconds. */
const DRAW_EVERY_MS = 100;

/** @param terminal - Where the line stands. */
export const progressLine = (terminal: WriteStream): ProgressLine => {
	const running = new Map<string, number>();
	const startMs = performance.now();
	let ended = 0;
	let started = 0;
	let bytesInAll = 0;
	let drawnAtMs = 0;
	let isDrawn = false;
	const draw = (): void => {
		const [newest] = [...running].at(-1) ?? [''];
		const rate = (bytesInAll * 1000) / Math.max(performance.now() - startMs, 1);
		const filled = Math.round((20 * ended) / Math.max(started, 1));
		const line = `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}] ${ended} of ${started} files, ${amount(bytesInAll)}, ${amount(Math.round(rate))}/s, ${readableName(newest)} ${amount(running.get(newest) ?? 0)}`;
		terminal.write(`\r\u001B[K${line.slice(0, Math.max(terminal.columns - 1, 20))}`);
		isDrawn = true;
		drawnAtMs = performance.now();
	};

	return {
		note(event) {
			if (event.event === 'download-started') {
				started++;
				running.set(event.file, 0);
			} else if (event.event === 'download-done' || event.event === 'download-failed') {
				ended++;
				running.delete(event.file);
			}
		},
		add(file, bytes) {
			bytesInAll += bytes;
			running.set(file, (running.get(file) ?? 0) + bytes);
			if (performance.now() - drawnAtMs >= DRAW_EVERY_MS) {
				draw();
			}
		},
		clear() {
			if (isDrawn) {
				terminal.write('\r\u001B[K');
				isDrawn = false;
			}
		},
	};
};
