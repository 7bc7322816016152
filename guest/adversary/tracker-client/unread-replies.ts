import {trackerAttack} from '../tracker-attack.ts';
import {linger, pause} from '../wire.ts';

/** Files registered first, with long names, so that each reply to LIST has some 90 kB. */
const FILES = 900;

const CONNECTIONS = 4;
const REQUESTS = 1000;

/** How long the replies are left lying, in milliseconds. */
const HOLD_MS = 12_000;

/** Asks and asks and never reads: replies pile up with whoever keeps them, or the tracker waits in `write`. */
export const unreadReplies = trackerAttack({
	name: 'unread-replies',
	title: `asks ${REQUESTS} times for a long list on each of ${CONNECTIONS} connections and never reads a reply`,
	async besiege({scene, link, connect}) {
		using mallory = await link();
		await mallory?.ask(`ADDR unread ${mallory?.source}:${scene.listenOn.port || 12_999}`);
		const claims = Array.from({length: FILES}, (_, number) => `HAVE ${String(number).padEnd(90, 'x')}`);
		await mallory?.askMany(claims);

		const order = async () => {
			const socket = await connect();
			if (socket !== undefined) {
				scene.strike();
				socket.pause();
				for (let sent = 0; sent < REQUESTS && !socket.destroyed; sent++) {
					if (!socket.write('LIST\n')) {
						await linger(socket, 20);
					}
				}
			}
		};
		await Promise.all(Array.from({length: CONNECTIONS}, order));
		await pause(HOLD_MS, scene.signal);
	},
});
