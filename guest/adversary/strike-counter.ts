import type {EvilEvent} from './attack.ts';

/** Between two reports of a fast attack, in milliseconds: the harness needs the count, not every blow. */
const REPORT_EVERY_MS = 200;

/** Counts an attack's blows and reports the first at once, then at most five times a second, and the last. */
export const strikeCounter = (attack: string, emit: (event: EvilEvent) => void, now: () => number = Date.now) => {
	let count = 0;
	let reported = 0;
	let reportedAt = -REPORT_EVERY_MS;
	const report = () => {
		if (count > reported) {
			reported = count;
			reportedAt = now();
			emit({event: 'struck', attack, count});
		}
	};

	return {
		strike() {
			count++;
			if (now() - reportedAt >= REPORT_EVERY_MS) {
				report();
			}
		},
		/** Tells the last count, if it was not told yet. */
		[Symbol.dispose]: report,
	};
};
