import {uploadAttack} from '../evil-uploader.ts';
import {closed} from '../wire.ts';

/** Takes the request and never says a word. */
export const silence = uploadAttack({
	name: 'silence',
	title: 'takes the request and never answers',
	answer({socket, strike}) {
		strike();
		return closed(socket);
	},
});
