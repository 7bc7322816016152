import {digestText} from '../../protocol/digest.ts';
import {randomBytes} from '../random-bytes.ts';
import {trackerAttack} from '../tracker-attack.ts';
import {pause} from '../wire.ts';

const ROUNDS = 50;

/** Claims what others have, with another digest, so that the honest digest might be replaced. */
export const wrongDigest = trackerAttack({
	name: 'wrong-digest',
	title: 'registers files that others have with digests of its own',
	async besiege({scene, link}) {
		using mallory = await link();
		await mallory?.ask(`ADDR wrong-digest ${mallory?.source}:${scene.listenOn.port || 12_999}`);
		for (let round = 0; round < ROUNDS && !scene.signal.aborted; round++) {
			const listed = (await mallory?.ask('LIST'))?.data.map(line => line.replace(/^FILE\s+/, '')) ?? [];
			for (const name of listed) {
				if ((await mallory?.ask(`HAVE ${name} ${digestText(randomBytes(scene.random, 16))}`)) !== undefined) {
					scene.strike();
				}
			}

			await pause(100, scene.signal);
		}
	},
});
