import {type AttackClaims, type Claim, claiming} from './claim.ts';

const COMMON: readonly Claim[] = [
	'lives',
	'serves',
	'gets-files',
	'leaks-nothing',
	'keeps-nothing',
	'needs-little',
	'cleans-up',
];
const WHOLE = {'gets-files': 'gives others their files whole'};
const asked = claiming(COMMON, 'was-asked', WHOLE);
const visited = claiming(COMMON, 'let-it-in', WHOLE);

/** Of those who ask a peer badly. */
export const DOWNLOADERS = {
	traversal: asked({'leaks-nothing': 'gives away nothing from outside its folder, however the name is spelled'}),
	'long-names': asked({lives: 'closes the connection'}),
	'odd-names': asked({lives: 'closes the connection'}),
	'odd-requests': asked({lives: 'closes the connection'}),
	'endless-request': asked({'needs-little': 'closes the connection when the line passes its limit'}),
	'request-flood': asked({'needs-little': 'answers the first request, and ignores or ends the rest'}),
	'connection-flood': visited({
		'needs-little': 'bounds connections in all and per address',
		serves: 'serves others meanwhile',
	}),
	'never-ask': visited({
		'needs-little': 'gives each a time to ask, and bounds how many wait',
		serves: 'serves others meanwhile',
	}),
	'slow-ask': visited({
		'needs-little': 'gives the whole request a time, not each byte',
		serves: 'serves others meanwhile',
	}),
	'never-read': asked({
		'needs-little': 'keeps little in memory for each, and gives them up after a time without progress',
		serves: 'serves others meanwhile',
	}),
	'hang-up': asked({lives: 'takes the error for the end of that upload', 'cleans-up': 'closes the file'}),
} satisfies Readonly<Record<string, AttackClaims>>;
