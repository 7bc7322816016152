import {type AttackClaims, type Claim, claiming} from './claim.ts';

const COMMON: readonly Claim[] = [
	'lives',
	'gets-files',
	'answers',
	'tells-the-truth',
	'names-no-strangers',
	'needs-little',
	'cleans-up',
];
const FOUND = {'gets-files': 'lets its clients find their files'};
const asked = claiming(COMMON, 'was-asked', FOUND);
const visited = claiming(COMMON, 'let-it-in', FOUND);
const called = claiming(COMMON, 'called-it', FOUND);

/** Of those who use a tracker badly. */
export const TRACKER_CLIENTS = {
	'bait-flood': asked({'bounds-claims': 'takes 1000 files of a peer and refuses the rest'}, {times: 1450}),
	'wrong-digest': asked({'gets-files': 'holds to the digest registered first while somebody has the file'}),
	squat: asked({'gets-files': 'forgets a digest with the last peer that has the file'}),
	'forged-alias': asked({
		'names-no-strangers': 'quotes the alias in every PEER line, so that its clients read one peer and nothing else',
	}),
	'long-alias': asked({answers: 'takes aliases up to its limit of 2047 bytes, and answers whole'}),
	'foreign-address': asked({
		'names-no-strangers': 'stores the address the connection comes from, whatever was said',
	}),
	'odd-lines': asked({lives: 'answers 500 or 300, or closes that connection'}),
	'endless-line': asked({'needs-little': 'closes at 4096 bytes, before the newline comes'}),
	'tracker-request-flood': asked({answers: 'reads all its clients in turn, so that others are answered in time'}),
	'unread-replies': visited(
		{
			'needs-little': 'bounds what it keeps for one client, and drops it or stops reading it',
			answers: 'answers others meanwhile',
		},
		{times: 4},
	),
	'tracker-flood': visited(
		{answers: 'drops connections of the address that has most, and answers everybody else'},
		{times: 1050},
	),
	'notify-trap': called({
		answers: 'gives each call five seconds, bounds how many it makes, and answers others meanwhile',
	}),
} satisfies Readonly<Record<string, AttackClaims>>;
