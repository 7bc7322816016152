import {quote} from '../../protocol/quoting.ts';
import {stay} from '../stay.ts';
import {trackerAttack} from '../tracker-attack.ts';

/** The longest alias allowed; two of them make a reply to WANT of over 4096 bytes. */
const ALIAS_BYTES = 2047;
const ALIASES = 4;

/** How long they stay registered, in milliseconds, for everybody to read them. */
const STAY_MS = 10_000;

/** Aliases so long that a reply with two of them passes 4096 bytes, where the known C peers exit. */
export const longAlias = trackerAttack({
	name: 'long-alias',
	title: `registers ${ALIASES} peers with aliases of ${ALIAS_BYTES} bytes that claim whatever is listed`,
	async besiege({scene, link}) {
		using links = new DisposableStack();
		for (let number = 0; number < ALIASES; number++) {
			const mallory = await link();
			if (mallory !== undefined) {
				links.use(mallory);
				const alias = String(number).padEnd(ALIAS_BYTES, 'a');
				await mallory.ask(`ADDR ${alias} ${mallory.source}:${scene.listenOn.port || 12_999}`);
				const listed = (await mallory.ask('LIST'))?.data ?? [];
				for (const name of [...scene.files.map(quote), ...listed.map(line => line.replace(/^FILE\s+/, ''))]) {
					await mallory.ask(`HAVE ${name}`);
				}

				scene.strike();
			}
		}

		await stay('long-alias', STAY_MS, scene);
	},
});
