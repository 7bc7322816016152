import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {linger, send} from '../wire.ts';

/** Between two lines, in milliseconds: under any sane time-out for a single line. */
const LINE_EVERY_MS = 300;

/** A reply that keeps going, a line at a time. */
export const neverEndingReply = evilTracker({
	name: 'never-ending-reply',
	title: 'answers WANT with one more message line now and then, never the last',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		due.strike();
		while (await send(due.socket, '200-just a moment\n')) {
			await linger(due.socket, LINE_EVERY_MS);
		}
	},
});
