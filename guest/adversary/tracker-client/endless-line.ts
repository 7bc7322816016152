import {pour} from '../pour.ts';
import {trackerAttack} from '../tracker-attack.ts';

const BLOCK = Buffer.alloc(64 * 1024, 'n');

/** How long it goes on, in milliseconds, and how fast: whoever keeps it all has swallowed 384 MiB by then. */
const HOLD_MS = 8000;
const BYTES_PER_SECOND = 48 * 1024 * 1024;

/** A request without a newline: whoever waits for it with a growing buffer runs out of memory. */
export const endlessLine = trackerAttack({
	name: 'endless-line',
	title: 'sends the tracker a line that never ends',
	async besiege({scene, connect}) {
		const socket = await connect();
		if (socket !== undefined) {
			socket.resume();
			const giveUp = setTimeout(() => socket.destroy(), HOLD_MS);
			socket.write('HAVE ');
			await pour(socket, () => BLOCK, {strike: scene.strike, bytesPerSecond: BYTES_PER_SECOND});
			clearTimeout(giveUp);
		}
	},
});
