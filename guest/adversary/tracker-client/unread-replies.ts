import {trackerAttack} from '../tracker-attack.ts';
import {linger, pause} from '../wire.ts';

const CONNECTIONS = 10;
const REQUESTS_A_BLOCK = 1000;
const BLOCKS = 60;

/** How long the replies are left lying, in milliseconds. */
const HOLD_MS = 8000;

/** Asks and asks and never reads: replies pile up with whoever keeps them, or the tracker waits in `write`. */
export const unreadReplies = trackerAttack({
	name: 'unread-replies',
	title: `sends ${BLOCKS * REQUESTS_A_BLOCK} requests on each of ${CONNECTIONS} connections and never reads a reply`,
	robust: 'bounds what it keeps for one client, drops it or stops reading it, and serves others meanwhile',
	async besiege({scene, connect}) {
		const block = 'HELP\nWHO\n'.repeat(REQUESTS_A_BLOCK / 2);
		const order = async () => {
			const socket = await connect();
			if (socket === undefined) {
				return;
			}

			scene.strike();
			socket.pause();
			for (let sent = 0; sent < BLOCKS; sent++) {
				const hasRoom = socket.write(block);
				if (!hasRoom && !(await linger(socket, 20))) {
					return;
				}
			}
		};
		await Promise.all(Array.from({length: CONNECTIONS}, order));
		await pause(HOLD_MS, scene.signal);
	},
});
