import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {randomBytes} from '../random-bytes.ts';
import {send} from '../wire.ts';

const BYTES = 20_000;

/** Noise for an answer, with an end that looks right. */
export const garbage = evilTracker({
	name: 'garbage',
	title: `answers WANT with ${BYTES} random bytes`,
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		if (await send(due.socket, Buffer.concat([randomBytes(due.random, BYTES), Buffer.from('\n200 \n')]))) {
			due.strike();
		}
	},
});
