import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {pour} from '../pour.ts';

const BLOCK = Buffer.alloc(64 * 1024, 'n');

/** Whoever keeps it all has swallowed 400 MiB in ten seconds. */
const BYTES_PER_SECOND = 40 * 1024 * 1024;

/** One line of a reply, without end. */
export const endlessReplyLine = evilTracker({
	name: 'endless-reply-line',
	title: 'answers WANT with a line that never ends',
	async reply(due) {
		await (due.command === 'WANT'
			? pour(due.socket, () => BLOCK, {strike: due.strike, bytesPerSecond: BYTES_PER_SECOND})
			: tellTruth(due));
	},
});
