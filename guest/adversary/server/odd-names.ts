import {quote} from '../../protocol/quoting.ts';
import {askAll} from '../ask-and-hear.ts';
import {randomBelow, randomBytes} from '../random-bytes.ts';
import {serverAttack} from '../server-attack.ts';

const ROUNDS = 20;

/** Names of NULs, of any bytes, and of raw bytes that nobody quoted. */
export const oddNames = serverAttack({
	name: 'odd-names',
	title: 'asks for files with names of NULs and random bytes, quoted and raw',
	async strikeAt(prey, scene) {
		const requests = [
			'GET %00 OSP2P\n',
			`GET ${'%00'.repeat(100)} OSP2P\n`,
			'GET \0\0\0 OSP2P\n',
			'GET %n%n%s%s%x OSP2P\n',
		];
		for (let round = 0; round < ROUNDS; round++) {
			const name = randomBytes(scene.random, 1 + randomBelow(scene.random, 200)).toString('latin1');
			requests.push(`GET ${quote(name)} OSP2P\n`, `GET ${name} OSP2P\n`);
		}

		await askAll(prey, requests, {scene, attack: 'odd-names'});
	},
});
