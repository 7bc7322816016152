import {uploadAttack} from '../evil-uploader.ts';
import {closed, send} from '../wire.ts';

/** The real file, whole, and then no end: a third of the C peers in the wild do that by mistake. */
export const neverCloses = uploadAttack({
	name: 'never-closes',
	title: 'sends the whole real file and never closes the connection',
	async answer({socket, file, strike}) {
		if (await send(socket, file?.length ? file : Buffer.from('mallory'))) {
			strike();
			await closed(socket);
		}
	},
});
