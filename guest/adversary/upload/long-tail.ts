import {uploadAttack} from '../evil-uploader.ts';
import {send} from '../wire.ts';

/** The whole real file, and then a little more. */
export const longTail = uploadAttack({
	name: 'long-tail',
	title: 'sends the whole file and some bytes more',
	async answer({socket, file, strike}) {
		if (await send(socket, Buffer.concat([file ?? Buffer.alloc(0), Buffer.from('and greetings from mallory\n')]))) {
			strike();
		}
	},
});
