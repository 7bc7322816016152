import {uploadAttack} from '../evil-uploader.ts';
import {pour} from '../pour.ts';

const ZEROS = Buffer.alloc(64 * 1024);

/** The whole of /dev/zero: compresses well, fills disks all the same. */
export const endlessZeros = uploadAttack({
	name: 'endless-zeros',
	title: 'sends zero bytes as from /dev/zero and never stops',
	answer: ({socket, strike}) => pour(socket, () => ZEROS, {strike}),
});
