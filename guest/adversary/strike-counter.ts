import type {EvilEvent, Met, Strike} from './attack.ts';

/** Between two reports of a fast attack, in milliseconds: the harness needs the count, not every blow. */
const REPORT_EVERY_MS = 200;

/** Names told of one victim, at most: who asks for more is met all the same. */
const MAX_FILES = 100;

/** Counts an attack's blows, in all and by victim, and reports the first at once, then the latest counts at most five times a second, and the last. */
export const strikeCounter = (
	attack: string,
	emit: (event: EvilEvent) => void,
): Disposable & {readonly strike: Strike} => {
	const met = new Map<string, Met>();
	let count = 0;
	let reported = 0;
	let pause: NodeJS.Timeout | undefined;
	const report = () => {
		pause = undefined;
		if (count > reported) {
			reported = count;
			emit({event: 'struck', attack, count, met: Object.fromEntries(met)});
			pause = setTimeout(report, REPORT_EVERY_MS).unref();
		}
	};

	return {
		strike(victim, file) {
			count++;
			const {times, files} = met.get(victim) ?? {times: 0, files: []};
			const isNew = file !== undefined && files.length < MAX_FILES && !files.includes(file);
			met.set(victim, {times: times + 1, files: isNew ? [...files, file] : files});
			if (pause === undefined) {
				report();
			}
		},
		/** Tells the last count, if it was not told yet. */
		[Symbol.dispose]() {
			clearTimeout(pause);
			report();
			clearTimeout(pause);
		},
	};
};
