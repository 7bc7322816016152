import {randomBelow, randomBytes} from '../random-bytes.ts';
import {trackerAttack} from '../tracker-attack.ts';
import {pause, send} from '../wire.ts';

/** Requests with words missing, too many, too long, of the wrong kind; each a line or less. */
const LINES = [
	'ADDR\n',
	'ADDR a\n',
	'ADDR a b\n',
	'ADDR a 1.2.3.4:99999999999999999999\n',
	'ADDR a :80\n',
	'HAVE\n',
	'HAVE a b c d\n',
	`HAVE ${'%00'.repeat(1300)}\n`,
	`HAVE ${'n'.repeat(4080)}\n`,
	'WANT %n%s%x%00\n',
	'MD5SUM %\n',
	'CHECKPEER a 1.2.3.4:-1\n',
	'NOTIFY\n',
	'DONTHAVE a\n',
	`${' '.repeat(4000)}\n`,
	'\0\n',
	'\n\n\n\n',
	'QUIT and more\n',
	'HA',
];

const ROUNDS = 30;

/** Lines no client would send, some cut off by a reset. */
export const oddLines = trackerAttack({
	name: 'odd-lines',
	title: 'sends malformed requests and noise, and resets some connections in the middle',
	async besiege({scene, connect}) {
		for (let round = 0; round < ROUNDS && !scene.signal.aborted; round++) {
			const socket = await connect();
			if (socket === undefined) {
				continue;
			}

			socket.resume();
			const noise = randomBytes(scene.random, 1 + randomBelow(scene.random, 1000)).toString('latin1');
			if (await send(socket, round === 0 ? LINES.join('') : `${LINES[round % LINES.length] ?? ''}${noise}\n`)) {
				scene.strike();
			}

			await pause(20, scene.signal);
			if (round % 2 === 0) {
				socket.resetAndDestroy();
			} else {
				socket.destroy();
			}
		}
	},
});
