import {pour} from '../pour.ts';
import {trackerAttack} from '../tracker-attack.ts';

const BLOCK = Buffer.alloc(64 * 1024, 'n');

/** How long it goes on, in milliseconds: 200 MiB at the pace of `pour()`. */
const HOLD_MS = 8000;

/** A request without a newline: whoever waits for it with a growing buffer runs out of memory. */
export const endlessLine = trackerAttack({
	name: 'endless-line',
	title: 'sends the tracker a line that never ends',
	robust: 'says goodbye and closes at 4096 bytes, before the newline comes',
	async besiege({scene, connect}) {
		const socket = await connect();
		if (socket !== undefined) {
			socket.resume();
			const giveUp = setTimeout(() => socket.destroy(), HOLD_MS);
			socket.write('HAVE ');
			await pour(socket, () => BLOCK, scene);
			clearTimeout(giveUp);
		}
	},
});
