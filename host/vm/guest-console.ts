import type {Readable} from 'node:stream';
import {LastLines} from '../lines/last-lines.ts';
import {LineCutter} from '../lines/line-cutter.ts';

/** What a guest's kernel and its first programs say. QEMU keeps the whole of it in a file; we watch it as it comes. */
export type GuestConsole = {
	/** The end of it, oldest first, without control sequences. */
	readonly lastLines: () => readonly string[];
	/** Settles when the kernel says that it cannot go on. */
	readonly panicked: Promise<string>;
};

/** Watch a console until it ends. */
export const watchConsole = (stream: Readable): GuestConsole => {
	const lastLines = new LastLines();
	const {promise: panicked, resolve} = Promise.withResolvers<string>();
	void readConsole(stream, line => {
		lastLines.add(line);
		if (PANIC.test(line)) {
			resolve(line);
		}
	});
	return {lastLines: () => lastLines.all, panicked};
};

/** The kernel's own words for it (kernel/panic.c); what merely went wrong in it (an oops, a hung task) may still pass. */
const PANIC = /Kernel panic - not syncing/;

const readConsole = async (stream: Readable, onLine: (line: string) => void): Promise<void> => {
	const cutter = new LineCutter();
	try {
		for await (const chunk of stream) {
			cutter.push(chunk).map(withoutControls).forEach(onLine);
		}
	} catch {
		// QEMU is gone; who started it hears of that.
	}

	cutter.end().map(withoutControls).forEach(onLine);
};

const withoutControls = (line: string): string =>
	line.replaceAll(/\u001b\[[0-9;?]*[a-zA-Z]|[\u0000-\u0008\u000b-\u001f]/g, '');
