import {type AttackClaims, claiming} from './claim.ts';

const victim = claiming(['lives', 'gets-files', 'serves', 'keeps-nothing', 'needs-little', 'cleans-up'], 'asked-it');

const ENDLESS = victim({'gets-files': 'stops at its size limit, and gets the file from the next holder'});
const WRONG = victim({
	'gets-files': 'sees that the digest differs, and gets the file from the next holder',
	'keeps-nothing': 'keeps nothing of it',
});
const SILENT = victim({'gets-files': 'gives up after a time without a byte, and gets the file from the next holder'});

/** Of those who upload badly to a peer. */
export const UPLOADERS = {
	'endless-pattern': ENDLESS,
	'endless-file': ENDLESS,
	'endless-zeros': ENDLESS,
	'endless-noise': ENDLESS,
	'wrong-bytes': WRONG,
	'one-wrong-byte': WRONG,
	truncated: WRONG,
	'long-tail': WRONG,
	silence: SILENT,
	'stall-midway': SILENT,
	drip: victim({'gets-files': 'measures a rate over a window, gives up, and gets the file from the next holder'}),
	empty: victim({
		'gets-files':
			'takes it for an error unless the digest says the file is empty, and gets the file from the next holder',
	}),
	'reset-midway': victim({
		'gets-files': 'takes half a file for none, and gets it from the next holder',
		'keeps-nothing': 'keeps nothing of it',
	}),
	decoy: WRONG,
	'request-as-answer': victim({
		'gets-files':
			'takes it for the content it is, sees that the digest differs or that nothing follows, and gets the file from the next holder',
	}),
	'never-closes': victim({
		'gets-files': 'takes the file for whole when its digest matches, though the connection stays open',
	}),
} satisfies Readonly<Record<string, AttackClaims>>;
