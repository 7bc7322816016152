import {uploadAttack} from '../evil-uploader.ts';
import {randomBytes} from '../random-bytes.ts';
import {send} from '../wire.ts';

/** Length of the answer for a file we do not have ourselves, in bytes. */
const STAND_IN_BYTES = 64 * 1024;

/** Right length, wrong bytes: only the digest tells. */
export const wrongBytes = uploadAttack({
	name: 'wrong-bytes',
	title: 'sends as many bytes as the file has, all of them wrong',
	async answer({socket, file, random, strike}) {
		if (await send(socket, randomBytes(random, file?.length ?? STAND_IN_BYTES))) {
			strike();
		}
	},
});
