import {sendCrowd} from '../crowd.ts';
import {serverAttack} from '../server-attack.ts';
import {pause} from '../wire.ts';

/** Enough for any pool of threads or slots; a victim may refuse most. */
const CONNECTIONS = 300;

/** How long they stand in the door, in milliseconds. */
const HOLD_MS = 15_000;

/** Guests who come in, and then only stand there. */
export const neverAsk = serverAttack({
	name: 'never-ask',
	title: `opens ${CONNECTIONS} connections and never asks for anything`,
	async strikeAt(prey, scene) {
		const sockets = await sendCrowd(prey, scene, {attack: 'never-ask', connections: CONNECTIONS, overMs: 1000});
		await pause(HOLD_MS, scene.signal);
		for (const socket of sockets) {
			socket.destroy();
		}
	},
});
