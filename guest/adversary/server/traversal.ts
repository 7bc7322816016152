import {quote} from '../../protocol/quoting.ts';
import {askAll} from '../ask-and-hear.ts';
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
	strikeAt(prey, scene) {
		const names = [...WAYS_OUT, ...prey.files.filter(file => file.includes('link'))];
		const spellings = new Set(
			names.flatMap(name => [name.replaceAll(/[\0 ]/g, quote), quote(name), everyByteQuoted(name)]),
		);
		return askAll(
			prey,
			spellings.values().map(
				name => `GET ${name} OSP2P
`,
			),
			{scene, attack: 'traversal'},
		);
	},
});

const everyByteQuoted = (name: string): string =>
	`%${Buffer.from(name, 'latin1')
		.toString('hex')
		.replaceAll(/..(?=.)/g, '$&%')}`;
