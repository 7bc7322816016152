import {uploadAttack} from '../evil-uploader.ts';
import {linger, send} from '../wire.ts';

/** Between two drops, in milliseconds: under any sane time-out for a single byte. The wild does 4 bytes every 10 s. */
const DROP_EVERY_MS = 500;

/** Four bytes now and then: every byte comes in time, the file never does. */
export const drip = uploadAttack({
	name: 'drip',
	title: 'sends four bytes, waits, sends four more, and so on',
	async answer({socket, file, strike}) {
		const real = file?.length ? file : Buffer.alloc(64 * 1024, 'mallory');
		for (let at = 0; at < real.length; at += 4) {
			if (!(await send(socket, real.subarray(at, at + 4))) || !(await linger(socket, DROP_EVERY_MS))) {
				return;
			}

			if (at === 0) {
				strike();
			}
		}
	},
});
