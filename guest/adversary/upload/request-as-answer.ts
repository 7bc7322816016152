import {quote} from '../../protocol/quoting.ts';
import {uploadAttack} from '../evil-uploader.ts';
import {closed, send} from '../wire.ts';

/** A question for an answer, and then both wait: a victim that reads lines where bytes belong gets confused. */
export const requestAsAnswer = uploadAttack({
	name: 'request-as-answer',
	title: 'answers a request with a request, and waits for the file',
	async answer({socket, name, strike}) {
		if (await send(socket, `GET ${quote(name)} OSP2P\n`)) {
			strike();
			await closed(socket);
		}
	},
});
