import {evilTracker, tellTruth} from '../evil-tracker.ts';
import {randomBytes} from '../seeded-random.ts';
import {send} from '../wire.ts';

const BYTES = 20_000;

/** Noise for an answer, with an end that looks right. */
export const garbage = evilTracker({
	name: 'garbage',
	title: `answers WANT with ${BYTES} random bytes`,
	robust: 'ignores what is no PEER line, says that it found nobody, and goes on serving',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		if (await send(due.socket, Buffer.concat([randomBytes(due.random, BYTES), Buffer.from('\n200 \n')]))) {
			due.strike();
		}
	},
});
