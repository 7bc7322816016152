import {formatGetRequest} from '../../protocol/get-request.ts';
import {serverAttack} from '../server-attack.ts';
import {reach, send} from '../wire.ts';

/** Requests on each connection, and how many connections one after the other. */
const REQUESTS = 5000;
const CONNECTIONS = 10;

/** One connection, one question allowed, thousands asked. */
export const requestFlood = serverAttack({
	name: 'request-flood',
	title: `asks ${REQUESTS} times on one connection, and that ${CONNECTIONS} times`,
	async strikeAt(prey, scene) {
		const requests = formatGetRequest(prey.files[0] ?? 'cat1.jpg').repeat(REQUESTS);
		for (let round = 0; round < CONNECTIONS; round++) {
			const socket = await reach(prey, {signal: scene.signal, from: scene.listenOn.address});
			if (socket !== undefined) {
				socket.resume();
				scene.strike();
				await Promise.race([send(socket, requests), ended(socket)]);
				socket.destroy();
			}
		}
	},
});

const ended = async (socket: {once: (event: 'end' | 'close', listener: () => void) => unknown}): Promise<void> => {
	const over = Promise.withResolvers<void>();
	socket.once('end', over.resolve);
	socket.once('close', over.resolve);
	await over.promise;
};
