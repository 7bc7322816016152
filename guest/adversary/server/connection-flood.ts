import {sendCrowd} from '../crowd.ts';
import {serverAttack} from '../server-attack.ts';

/** More than the 1024 descriptors a program has by default. */
const CONNECTIONS = 1200;

/** Everybody at once, and gone at once. */
export const connectionFlood = serverAttack({
	name: 'connection-flood',
	title: `opens and drops ${CONNECTIONS} connections in three seconds`,
	async strikeAt(prey, scene) {
		await sendCrowd(prey, scene, {
			attack: 'connection-flood',
			connections: CONNECTIONS,
			overMs: 3000,
			each: socket => setTimeout(() => socket.destroy(), 500),
		});
	},
});
