import {sendCrowd} from '../crowd.ts';
import {trackerAttack} from '../tracker-attack.ts';
import {pause} from '../wire.ts';

/** More than the 1024 descriptors a program has by default. */
const CONNECTIONS = 1200;

/** How long they all stay, in milliseconds. */
const HOLD_MS = 8000;

/** A crowd that takes every seat. */
export const trackerFlood = trackerAttack({
	name: 'tracker-flood',
	title: `opens ${CONNECTIONS} connections to the tracker within a second and keeps them`,
	async besiege({scene, tracker}) {
		const sockets = await sendCrowd(tracker, scene, {
			attack: 'tracker-flood',
			connections: CONNECTIONS,
			overMs: 1000,
			each: socket => socket.resume(),
		});
		await pause(HOLD_MS, scene.signal);
		for (const socket of sockets) {
			socket.destroy();
		}
	},
});
