import {type AttackClaims, claiming} from './claim.ts';

const COMMON = ['lives', 'serves', 'keeps-nothing', 'needs-little'] as const;

/** Where nothing can be found, a peer need not find it. */
const deaf = claiming(COMMON, 'was-lied-to');

/** Where it can be found, it must. */
const hard = claiming([...COMMON, 'gets-files'], 'was-lied-to');

/** Of trackers that are evil to their clients. */
export const TRACKERS = {
	'endless-reply': deaf({'needs-little': 'stops reading at its limit', serves: 'goes on serving'}),
	'endless-reply-line': deaf({'needs-little': 'stops reading at its limit', serves: 'goes on serving'}),
	'never-ending-reply': deaf({serves: 'goes on serving while the reply goes on'}),
	garbage: deaf({lives: 'ignores what is no PEER line', serves: 'goes on serving'}),
	'million-peers': deaf({'needs-little': 'takes as many as it has use for', serves: 'goes on serving'}),
	'dead-peers': hard({'gets-files': 'gives each holder little time, tries on, and gets the file'}),
	'one-byte-packets': hard({'gets-files': 'does not notice'}),
	'close-mid-reply': deaf({lives: 'does not act on half a reply', serves: 'goes on serving'}),
	'silent-tracker': deaf({serves: 'goes on serving while it waits'}),
	'bad-peer-lines': hard({'gets-files': 'skips the lines it cannot read, and gets the file from the true holder'}),
	'garbage-digest': deaf({
		'gets-right-files-or-none': 'takes it for no digest at all, and fetches the file without one or does without it',
	}),
} satisfies Readonly<Record<string, AttackClaims>>;
