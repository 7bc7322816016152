import {quote} from '../../protocol/quoting.ts';
import {askAndHear} from '../ask-and-hear.ts';
import {serverAttack} from '../server-attack.ts';

/** Ways out of a folder; the harness lays `canary.txt` beside it, and a link to it inside. */
const WAYS_OUT = [
	'../canary.txt',
	'./../canary.txt',
	'../../canary.txt',
	'x/../../canary.txt',
	'.../...//canary.txt',
	'..//canary.txt',
	'..\\canary.txt',
	'link-to-canary',
	'link-to-parent/canary.txt',
	'/etc/passwd',
	'//etc/passwd',
	'../../../../../../../../etc/passwd',
	'../canary.txt\0.jpg',
	'/proc/self/environ',
	'/dev/zero',
	'..',
	'.',
	'/',
];

/** Names that lead out of the shared folder: the harm is a file that nobody shared. */
export const traversal = serverAttack({
	name: 'traversal',
	title: 'asks for files outside the shared folder: with dots, absolute names, percent signs and links',
	robust: 'closes the connection without a byte',
	async strikeAt(prey, scene) {
		for (const name of [...WAYS_OUT, ...prey.files.filter(file => file.includes('link'))]) {
			const spellings = new Set([name.replaceAll(/[\0 ]/g, quote), quote(name), everyByteQuoted(name)]);
			for (const spelling of spellings) {
				await askAndHear(prey, `GET ${spelling} OSP2P\n`, {scene, attack: 'traversal'});
			}
		}
	},
});

const everyByteQuoted = (name: string): string =>
	`%${Buffer.from(name, 'latin1')
		.toString('hex')
		.replaceAll(/..(?=.)/g, '$&%')}`;
