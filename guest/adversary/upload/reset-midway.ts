import {uploadAttack} from '../evil-uploader.ts';
import {linger, send} from '../wire.ts';

/** For the first half to arrive before the reset overtakes it, in milliseconds. */
const ARRIVE_MS = 100;

/** Half of the file and a TCP reset. */
export const resetMidway = uploadAttack({
	name: 'reset-midway',
	title: 'resets the connection in the middle of the file',
	async answer({socket, file, strike}) {
		const real = file?.length ? file : Buffer.alloc(1024, 'mallory');
		if ((await send(socket, real.subarray(0, Math.ceil(real.length / 2)))) && (await linger(socket, ARRIVE_MS))) {
			socket.resetAndDestroy();
			strike();
		}
	},
});
