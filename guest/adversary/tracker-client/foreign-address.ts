import {stay} from '../stay.ts';
import {trackerAttack} from '../tracker-attack.ts';

/** Nobody's: a documentation address (RFC 5737), and addresses that are no address. */
const ADDRESSES = [
	'192.0.2.1:80',
	'192.0.2.2:22',
	'0.0.0.0:80',
	'255.255.255.255:80',
	'192.0.2.3:0',
	'192.0.2.4:65536',
	':80',
];

/** How long it stays registered, in milliseconds. */
const STAY_MS = 5000;

/** Sends everybody who wants a file to a stranger's door. */
export const foreignAddress = trackerAttack({
	name: 'foreign-address',
	title: 'registers under addresses that are not its own, and claims whatever is listed',
	async besiege({scene, link}) {
		using links = new DisposableStack();
		for (const where of ADDRESSES) {
			const mallory = await link();
			if (mallory !== undefined) {
				links.use(mallory);
				await mallory.ask(`ADDR foreign ${where}`);
				await mallory.ask('HAVE foreign.jpg');
				scene.strike();
			}
		}

		await stay('foreign-address', STAY_MS, scene);
	},
});
