import {stay} from '../stay.ts';
import {trackerAttack} from '../tracker-attack.ts';

/** More than the 1000 files a peer may register (docs/protocol.md, section 3). */
const CLAIMS = 1500;

/** How long it stays registered with all of them, in milliseconds. */
const STAY_MS = 8000;

/** Claims files it has not, more than anyone may. */
export const baitFlood = trackerAttack({
	name: 'bait-flood',
	title: `registers one peer with ${CLAIMS} files it does not have`,
	async besiege({scene, link}) {
		using mallory = await link();
		await mallory?.ask(`ADDR bait-flood ${mallory?.source}:${scene.listenOn.port || 12_999}`);
		const claims = Array.from({length: CLAIMS}, (_, number) => `HAVE bait-${number}.jpg`);
		await mallory?.askMany(claims, () => scene.strike());

		await stay('bait-flood', STAY_MS, scene);
	},
});
