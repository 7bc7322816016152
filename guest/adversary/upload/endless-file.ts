import {uploadAttack} from '../evil-uploader.ts';
import {pour} from '../pour.ts';

/** What is sent for a file we do not have ourselves. */
const STAND_IN = Buffer.alloc(64 * 1024, 'mallory');

/** The real file over and over: its beginning passes every look at the content. */
export const endlessFile = uploadAttack({
	name: 'endless-file',
	title: 'sends the real file over and over and never stops',
	answer({socket, file, strike}) {
		const real = file?.length ? file : STAND_IN;
		// Small files go out many at a time: a block a write would be a trickle.
		const block = Buffer.concat(Array.from({length: Math.ceil(STAND_IN.length / real.length)}, () => real));
		return pour(socket, () => block, {strike});
	},
});
