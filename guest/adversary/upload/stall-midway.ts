import {uploadAttack} from '../evil-uploader.ts';
import {closed, send} from '../wire.ts';

/** Half of the file, then silence: the victim already believes in us. */
export const stallMidway = uploadAttack({
	name: 'stall-midway',
	title: 'sends half of the file and then falls silent',
	async answer({socket, file, strike}) {
		const real = file?.length ? file : Buffer.alloc(1024, 'mallory');
		if (await send(socket, real.subarray(0, Math.ceil(real.length / 2)))) {
			strike();
			await closed(socket);
		}
	},
});
