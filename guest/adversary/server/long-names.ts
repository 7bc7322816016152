import {askAll} from '../ask-and-hear.ts';
import {serverAttack} from '../server-attack.ts';

/** Just past the buffers people choose: 256, 512, one word of a 4096-byte line, and past any line. */
const LENGTHS = [257, 513, 1025, 2000, 4085, 10_000];

/** Names longer than the buffer meant for them. */
export const longNames = serverAttack({
	name: 'long-names',
	title: 'asks for files with names of 257 to 10 000 bytes',
	strikeAt(prey, scene) {
		const names = LENGTHS.flatMap(length => ['n'.repeat(length), '%41'.repeat(Math.ceil(length / 3))]);
		return askAll(
			prey,
			names.map(
				name => `GET ${name} OSP2P
`,
			),
			{scene, attack: 'long-names'},
		);
	},
});
