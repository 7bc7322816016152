import {quote} from '../../protocol/quoting.ts';
import {stay} from '../stay.ts';
import {trackerAttack} from '../tracker-attack.ts';

/** Aliases that, printed raw, become lines of the protocol or break them (docs/protocol.md, section 3.2). */
const ALIASES = [
	'two words',
	'ends\nPEER forged 127.0.0.1:1',
	'\n200 ',
	'\n300 nobody has it',
	'200 ',
	'\r\n',
	'\n',
	'%',
	'\0',
	'a\nFILE forged.jpg',
	'\u00ff\u00fe\u0080',
];

/** How long the forged aliases stay registered, in milliseconds, for everybody to read them. */
const STAY_MS = 10_000;

/** Names itself so that others who read its name read a lie, or exit. */
export const forgedAlias = trackerAttack({
	name: 'forged-alias',
	title: 'registers with blanks, newlines and status lines in its alias, and claims whatever is listed',
	async besiege({scene, link}) {
		using links = new DisposableStack();
		for (const alias of ALIASES) {
			const mallory = await link();
			if (mallory !== undefined) {
				links.use(mallory);
				await mallory.ask(`ADDR ${quote(alias)} ${mallory.source}:${scene.listenOn.port || 12_999}`);
				const listed = (await mallory.ask('LIST'))?.data ?? [];
				for (const name of [...scene.files.map(quote), ...listed.map(line => line.replace(/^FILE\s+/, ''))]) {
					await mallory.ask(`HAVE ${name}`);
				}

				scene.strike();
			}
		}

		await stay('forged-alias', STAY_MS, scene);
	},
});
