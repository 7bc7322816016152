import {digestText} from '../../protocol/digest.ts';
import {quote} from '../../protocol/quoting.ts';
import {randomBytes} from '../random-bytes.ts';
import {trackerAttack} from '../tracker-attack.ts';

/** Registers a wrong digest before the honest holder comes, and goes: is the name blocked for good? */
export const squat = trackerAttack({
	name: 'squat',
	title: 'registers names with wrong digests before anybody has them, and leaves',
	async besiege({scene, link}) {
		using mallory = await link();
		await mallory?.ask(`ADDR squat ${mallory?.source}:${scene.listenOn.port || 12_999}`);
		for (const name of scene.files.length > 0 ? scene.files : ['cat1.jpg', 'cat2.jpg', 'cat3.jpg']) {
			const digest = digestText(randomBytes(scene.random, 16));
			if ((await mallory?.ask(`HAVE ${quote(name)} ${digest}`))?.code === '200') {
				scene.strike();
			}
		}
	},
});
