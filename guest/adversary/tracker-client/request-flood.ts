import {trackerAttack} from '../tracker-attack.ts';
import {linger, send} from '../wire.ts';

const CONNECTIONS = 8;
const REQUESTS_A_BLOCK = 500;

/** How long each connection goes on, in milliseconds. */
const FLOOD_MS = 6000;

/** WANT and WHO as fast as they go, replies read: honest clients must not wait their turn behind it. */
export const trackerRequestFlood = trackerAttack({
	name: 'tracker-request-flood',
	title: `sends WANT and WHO without pause on ${CONNECTIONS} connections`,
	async besiege({scene, connect}) {
		const block = `WHO\nWANT ${scene.files[0] ?? 'cat1.jpg'}\nLIST\n`.repeat(REQUESTS_A_BLOCK);
		const flood = async () => {
			const socket = await connect();
			if (socket === undefined) {
				return;
			}

			socket.resume();
			const giveUp = setTimeout(() => socket.destroy(), FLOOD_MS);
			while ((await send(socket, block)) && (await linger(socket, 1))) {
				scene.strike();
			}

			clearTimeout(giveUp);
		};
		await Promise.all(Array.from({length: CONNECTIONS}, flood));
	},
});
