import {formatGetRequest} from '../../protocol/get-request.ts';
import {serverAttack} from '../server-attack.ts';
import {linger, reach, send} from '../wire.ts';

const ROUNDS = 60;

/** Asks and hangs up in the middle of the answer: whoever writes on is told by SIGPIPE or an error nobody handles. */
export const hangUp = serverAttack({
	name: 'hang-up',
	title: `asks for real files ${ROUNDS} times and resets the connection in the middle of the answer`,
	async strikeAt(prey, scene) {
		for (let round = 0; round < ROUNDS; round++) {
			const socket = await reach(prey, {signal: scene.signal, from: scene.listenOn.address});
			const file = prey.files[round % prey.files.length] ?? 'cat1.jpg';
			if (socket !== undefined && (await send(socket, formatGetRequest(file)))) {
				await linger(socket, round % 3);
				socket.resetAndDestroy();
				scene.strike();
			}
		}
	},
});
