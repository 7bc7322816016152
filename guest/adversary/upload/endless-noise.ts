import {uploadAttack} from '../evil-uploader.ts';
import {pour} from '../pour.ts';
import {randomBytes} from '../random-bytes.ts';

/** Noise without end: no two blocks alike, NULs and newlines included. */
export const endlessNoise = uploadAttack({
	name: 'endless-noise',
	title: 'sends random bytes and never stops',
	answer: ({socket, random, strike}) => pour(socket, () => randomBytes(random, 64 * 1024), {strike}),
});
