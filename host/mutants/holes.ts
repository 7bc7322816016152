/**
One weakness, planted on purpose, and what must come of it: an attack or a check that stays green against a program
with the hole meant for it is worth nothing.
*/
export type Hole = {
	/** Kebab-case: what the mutant programs take after `--hole`. */
	readonly name: string;
	readonly role: 'peer' | 'tracker';
	/** What is wrong with the program, as a sentence about it. */
	readonly title: string;
	/** Scenarios of `host/scenarios/bad` that must fail against it. */
	readonly attacks: readonly string[];
	/** Checks that must fail there: in each of these scenarios at least one of them, and each of them somewhere. */
	readonly red: readonly string[];
};

const ENDLESS = ['endless-pattern', 'endless-file', 'endless-zeros', 'endless-noise'];

/** Every hole there is. Each attack and each check of the bad scenarios occurs in at least one row. */
export const HOLES: readonly Hole[] = [
	peer('no-size-limit', 'takes files of any size', ENDLESS, ['right-files-despite-attack']),
	peer(
		'ignores-digests',
		'takes whatever it gets for the file',
		['wrong-bytes', 'one-wrong-byte', 'truncated', 'long-tail', 'decoy'],
		['right-files-despite-attack', 'nothing-partial-kept'],
	),
	peer(
		'waits-for-ever',
		'has no time-out for a holder that says nothing',
		['silence', 'stall-midway', 'request-as-answer'],
		['right-files-despite-attack'],
	),
	peer(
		'waits-at-the-first',
		'tries holders from the first named, and has no time-out for one that says nothing',
		['silence'],
		['right-files-despite-attack'],
	),
	peer('no-least-rate', 'has a time-out for each byte, none for the file', ['drip'], ['right-files-despite-attack']),
	peer('takes-empty-for-file', 'takes an answer without a byte for an empty file', ['empty'], ['nothing-partial-kept']),
	peer(
		'asks-one-holder',
		'gives up when the first holder fails',
		['empty', 'reset-midway'],
		['right-files-despite-attack'],
	),
	peer('keeps-partial-files', 'leaves its temporary files lying about', ['reset-midway'], ['nothing-partial-kept']),
	peer(
		'needs-a-close',
		'takes a file for whole only when the holder closes',
		['never-closes'],
		['right-files-despite-attack'],
	),
	peer('trusts-the-path', 'opens whatever the request names', ['traversal'], ['leaks-nothing']),
	peer('follows-links', 'serves what a link in its folder leads to', ['traversal'], ['leaks-nothing']),
	peer('dies-of-long-name', 'exits when a name is longer than 512 bytes', ['long-names'], ['programs-stay-up']),
	peer('dies-of-odd-name', 'exits when a name has a NUL in it', ['odd-names'], ['programs-stay-up']),
	peer('dies-of-odd-request', 'exits when a request is no GET', ['odd-requests'], ['programs-stay-up']),
	peer(
		'no-line-limit',
		'waits for the end of a request line, however long',
		['endless-request'],
		['stays-within-means'],
	),
	peer(
		'keeps-every-answer',
		'reads a file whole for every request, and keeps it',
		['never-read', 'request-flood'],
		['stays-within-means'],
	),
	peer('leaks-connections', 'never closes what others closed', ['connection-flood'], ['stays-within-means']),
	peer(
		'serves-one-at-a-time',
		'serves one connection after the other, and waits for each',
		['never-ask', 'slow-ask', 'never-read'],
		['serves-through-attack'],
	),
	peer('dies-of-hang-up', 'does not expect an error when it writes', ['hang-up'], ['programs-stay-up']),
	peer('spins-when-left', 'polls for ever what others closed', ['hang-up'], ['stays-within-means']),
	peer(
		'no-reply-limit',
		'keeps all that a tracker says',
		['endless-reply', 'endless-reply-line'],
		['stays-within-means'],
	),
	peer('dies-of-long-reply', 'exits when a reply passes 4096 bytes', ['million-peers'], ['programs-stay-up']),
	peer(
		'dies-of-bad-peer-line',
		'exits when a line is no PEER line',
		['bad-peer-lines', 'garbage'],
		['programs-stay-up'],
	),
	peer('one-read-one-line', 'takes each packet for a line', ['one-byte-packets'], ['right-files-despite-attack']),
	peer('dies-when-tracker-leaves', 'exits when its tracker closes', ['close-mid-reply'], ['programs-stay-up']),
	peer('tries-ten-holders', 'tries ten holders and no more', ['dead-peers'], ['right-files-despite-attack']),
	peer('dies-of-odd-digest', 'exits when a digest is none', ['garbage-digest'], ['programs-stay-up']),
	peer(
		'empty-for-odd-digest',
		'makes an empty file of what it cannot compare, and shares it',
		['garbage-digest'],
		['right-files-or-none'],
	),
	peer(
		'serves-after-downloads',
		'serves nobody before its own downloads are done',
		['silent-tracker', 'never-ending-reply'],
		['serves-through-attack'],
	),
	tracker('no-file-limit', 'takes any number of files of one peer', ['bait-flood'], ['tracker-bounds-claims']),
	tracker('last-digest-wins', 'replaces a digest by the latest', ['wrong-digest'], ['right-files-despite-attack']),
	tracker('keeps-digests-for-ever', 'remembers the digests of the dead', ['squat'], ['right-files-despite-attack']),
	tracker('prints-aliases-raw', 'prints aliases as they came', ['forged-alias'], ['tracker-names-no-strangers']),
	tracker(
		'cuts-long-replies',
		'sends at most 4096 bytes of a reply',
		['long-alias'],
		['tracker-answers-through-attack'],
	),
	tracker(
		'believes-any-address',
		'stores the address that ADDR says',
		['foreign-address'],
		['tracker-names-no-strangers'],
	),
	tracker('dies-of-odd-line', 'exits when a request is none', ['odd-lines'], ['programs-stay-up']),
	tracker('no-request-limit', 'waits for the end of a line, however long', ['endless-line'], ['stays-within-means']),
	tracker(
		'keeps-unread-replies',
		'keeps replies for whoever does not read',
		['unread-replies'],
		['stays-within-means'],
	),
	tracker(
		'first-come-first-served',
		'puts all requests of all clients into one queue',
		['tracker-request-flood'],
		['right-files-despite-attack'],
	),
	tracker(
		'first-come-only',
		'takes a thousand connections, and then nobody',
		['tracker-flood'],
		['tracker-answers-through-attack'],
	),
	tracker(
		'calls-in-line',
		'does nothing else while it calls a peer',
		['notify-trap'],
		['tracker-answers-through-attack'],
	),
	tracker(
		'keeps-ten-peers',
		'has room for ten peers, and the newest push out the oldest',
		['forged-alias'],
		['tracker-tells-the-truth'],
	),
	tracker('leaks-clients', 'never closes what its clients closed', ['tracker-flood'], ['cleans-up-after-attack']),
];

function peer(name: string, title: string, attacks: readonly string[], red: readonly string[]): Hole {
	return {name, role: 'peer', title, attacks, red};
}

function tracker(name: string, title: string, attacks: readonly string[], red: readonly string[]): Hole {
	return {name, role: 'tracker', title, attacks, red};
}
