import {uploadAttack} from '../evil-uploader.ts';
import {pour} from '../pour.ts';
import {randomBytes} from '../seeded-random.ts';

/** Noise without end: no two blocks alike, NULs and newlines included. */
export const endlessNoise = uploadAttack({
	name: 'endless-noise',
	title: 'sends random bytes and never stops',
	robust: 'stops at its size limit, keeps nothing, and gets the file from the next holder',
	answer: ({socket, random, strike}) => pour(socket, () => randomBytes(random, 64 * 1024), {strike}),
});
