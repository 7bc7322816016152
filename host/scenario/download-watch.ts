import type {Measured, ProgramExit} from '../testbed/test-node.ts';
import type {PeerWord} from './parse-peer-event.ts';

/** A download that was asked for and has not been recorded as ended. */
export type OpenDownload = {
	readonly file: string;
	readonly askedMs: number;
	/** What the program said of its end, when it is ours. */
	readonly told?: Extract<PeerWord, {readonly event: 'download-done' | 'download-failed'}>;
};

/** What the harness saw of an open download. */
export type Sight = {
	/** The file in the actor's folder, measured in the node; undefined when there is none. */
	readonly measured: Measured | undefined;
	/** SHA-256 of what honest peers share under that name. */
	readonly rightDigests: ReadonlySet<string>;
	/** The tracker lists the actor as a holder: the program takes the file for whole. */
	readonly isAnnounced: boolean;
	readonly exit: ProgramExit | undefined;
};

/** How a download ended, as the history tells it. */
export type DownloadEnd = {readonly outcome: 'ok' | 'failed'; readonly because?: string};

/** The downloads of one actor that are not over. State without clock or files: both are passed in. */
export class DownloadWatch {
	readonly #open = new Map<string, OpenDownload>();

	ask(file: string, {nowMs}: {readonly nowMs: number}): void {
		this.#open.set(file, {file, askedMs: nowMs});
	}

	/** Take in what a program says; anything but the end of a download is passed over. */
	hear(word: PeerWord): void {
		if (word.event === 'download-done' || word.event === 'download-failed') {
			const open = this.#open.get(word.file);
			if (open !== undefined) {
				this.#open.set(word.file, {...open, told: word});
			}
		}
	}

	end(file: string): void {
		this.#open.delete(file);
	}

	/** The open ones among these names, or all of them when none is named. */
	open(files: readonly string[] = []): OpenDownload[] {
		return [...this.#open.values()].filter(({file}) => files.length === 0 || files.includes(file));
	}
}

/**
Whether a download is over. What counts is the file that is there; a program's word only tells when to look, and why it gave up.

@returns Undefined while it may still come.
*/
export const endOf = (
	{told}: OpenDownload,
	{measured, rightDigests, isAnnounced, exit}: Sight,
): DownloadEnd | undefined => {
	if (told?.event === 'download-failed') {
		return {outcome: 'failed', because: told.because};
	}

	if (measured !== undefined && (rightDigests.has(measured.sha256) || told !== undefined || isAnnounced)) {
		return {outcome: 'ok'};
	}

	if (told !== undefined) {
		return {outcome: 'failed', because: `it said that it saved ${told.savedAs}, but there is no such file`};
	}

	if (exit !== undefined) {
		return {
			outcome: 'failed',
			because: `the program ended (${exit.signal ?? `exit code ${exit.exitCode}`}) before the file was whole`,
		};
	}

	return undefined;
};
