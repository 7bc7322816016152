import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {send} from '../wire.ts';

/** Long enough for any buffer meant for 22 characters. */
const DIGEST_BYTES = 3000;

/** Something that is no digest where one is asked for. */
export const garbageDigest = evilTracker({
	name: 'garbage-digest',
	title: `answers MD5SUM with ${DIGEST_BYTES} bytes that are no digest`,
	async reply(due) {
		if (due.command !== 'MD5SUM') {
			return tellTruth(due);
		}

		if (await send(due.socket, `${'d'.repeat(DIGEST_BYTES)}\n200 \n`)) {
			due.strike();
		}
	},
});
