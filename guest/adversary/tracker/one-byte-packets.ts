import {evilTracker} from '../evil-tracker.ts';
import {linger, send} from '../wire.ts';

/** Bytes sent one at a time before the rest follows at once. */
const SLICED_BYTES = 300;

/** The whole truth, a byte at a time: whoever takes one read for one line or one reply is lost. */
export const oneBytePackets = evilTracker({
	name: 'one-byte-packets',
	title: 'answers honestly, but one byte a packet',
	async reply({socket, honest, strike}) {
		for (const byte of honest.slice(0, SLICED_BYTES)) {
			if (!(await send(socket, byte)) || !(await linger(socket, 1))) {
				return;
			}
		}

		strike();
		await send(socket, honest.slice(SLICED_BYTES));
	},
});
