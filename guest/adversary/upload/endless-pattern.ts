import {uploadAttack} from '../evil-uploader.ts';
import {pour} from '../pour.ts';

const PATTERN = Buffer.from('All work and no play makes mallory a dull peer.\n'.repeat(1024));

/** Text over and over, to whoever keeps what comes until the disk is full. */
export const endlessPattern = uploadAttack({
	name: 'endless-pattern',
	title: 'sends a line of text over and over and never stops',
	answer: ({socket, strike}) => pour(socket, () => PATTERN, {strike}),
});
