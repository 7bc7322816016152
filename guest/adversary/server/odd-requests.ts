import {askAll} from '../ask-and-hear.ts';
import {randomBytes} from '../random-bytes.ts';
import {serverAttack} from '../server-attack.ts';

/** Lines that are no request, or half of one. */
const REQUESTS = [
	'\n',
	'GET\n',
	'GET  \n',
	'GET a\n',
	'GET OSP2P\n',
	'GET  OSP2P\n',
	'get a OSP2P\n',
	'PUT a OSP2P\n',
	'GET a b OSP2P\n',
	'GET a HTTP/1.1\r\nHost: b\r\n\r\n',
	'NOTIFY\n',
	'NOTIFY alias nonsense OSP2P\n',
	`${'\n'.repeat(3000)}`,
	`${' '.repeat(3000)}\n`,
	'\0'.repeat(3000),
	'GET % OSP2P\n',
	'GET %4 OSP2P\n',
];

/** Everything but a proper request. */
export const oddRequests = serverAttack({
	name: 'odd-requests',
	title: 'sends words missing, words too many, other protocols, blank lines and noise instead of a request',
	strikeAt(prey, scene) {
		const noise = randomBytes(scene.random, 2000).toString('latin1');
		return askAll(prey, [...REQUESTS, `NOTIFY alias ${prey.address}:${prey.port} OSP2P\n`, noise], {
			scene,
			attack: 'odd-requests',
		});
	},
});
