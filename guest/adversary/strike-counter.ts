import type {EvilEvent} from './attack.ts';

/** Between two reports of a fast attack, in milliseconds: the harness needs the count, not every blow. */
const REPORT_EVERY_MS = 200;

/** Counts an attack's blows and reports the first at once, then the latest count at most five times a second, and the last. */
export const strikeCounter = (attack: string, emit: (event: EvilEvent) => void) => {
	let count = 0;
	let reported = 0;
	let pause: NodeJS.Timeout | undefined;
	const report = () => {
		pause = undefined;
		if (count > reported) {
			reported = count;
			emit({event: 'struck', attack, count});
			pause = setTimeout(report, REPORT_EVERY_MS).unref();
		}
	};

	return {
		strike() {
			count++;
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
