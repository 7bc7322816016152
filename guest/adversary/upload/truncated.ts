import {uploadAttack} from '../evil-uploader.ts';
import {send} from '../wire.ts';

/** Half of the file and a tidy end: without a length in the protocol, only the digest tells. */
export const truncated = uploadAttack({
	name: 'truncated',
	title: 'sends the first half of the file and closes as if that were all',
	async answer({socket, file, strike}) {
		const real = file?.length ? file : Buffer.from('mallory');
		if (await send(socket, real.subarray(0, Math.ceil(real.length / 2)))) {
			strike();
		}
	},
});
