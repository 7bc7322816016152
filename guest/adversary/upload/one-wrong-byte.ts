import {uploadAttack} from '../evil-uploader.ts';
import {randomBelow} from '../random-bytes.ts';
import {send} from '../wire.ts';

/** The real file but for one bit: nothing but a digest over all of it tells. */
export const oneWrongByte = uploadAttack({
	name: 'one-wrong-byte',
	title: 'sends the real file with a single bit turned over',
	async answer({socket, file, random, strike}) {
		const forged = Buffer.from(file?.length ? file : 'mallory');
		const at = randomBelow(random, forged.length);
		forged[at] = (forged[at] ?? 0) ^ (1 << randomBelow(random, 8));
		if (await send(socket, forged)) {
			strike();
		}
	},
});
