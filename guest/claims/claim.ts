/** What may be claimed of a victim. The harness has one check for each (host/checks/checks-of-attack.ts). */
export type Claim =
	| 'lives'
	| 'gets-files'
	| 'gets-right-files-or-none'
	| 'keeps-nothing'
	| 'serves'
	| 'leaks-nothing'
	| 'needs-little'
	| 'cleans-up'
	| 'answers'
	| 'tells-the-truth'
	| 'names-no-strangers'
	| 'bounds-claims';

/** Each claim in words that end "A robust victim …", where an attack has none of its own. */
export const WORDS: Readonly<Record<Claim, string>> = {
	lives: 'does not end',
	'gets-files': 'gets the right files from who has them',
	'gets-right-files-or-none': 'gets the right file or none',
	'keeps-nothing': 'keeps no wrong, broken or temporary file',
	serves: 'serves others all the while',
	'leaks-nothing': 'gives away nothing from outside its folder',
	'needs-little': 'uses little memory, disk and processor',
	'cleans-up': 'closes afterwards what it had opened',
	answers: 'answers its other clients all the while',
	'tells-the-truth': 'lists who is there and what they have',
	'names-no-strangers': 'names nobody who is not there',
	'bounds-claims': 'bounds the files of one peer',
};

/** What must have happened between attacker and victim before anything is claimed: seen by the attacker on its side of the wire, told with every blow. */
export type Exposure = {
	readonly how: keyof typeof EXPOSURES;
	/** How often at least. */
	readonly times: number;
};

/** Each kind of exposure in words that follow "The victim has …". */
export const EXPOSURES = {
	'asked-it': 'asked the attacker for a file that others have too, and got its answer',
	'let-it-in': "taken the attacker's connection",
	'was-asked': "got the attacker's request",
	'was-lied-to': 'asked the attacker, and got its reply',
	'called-it': 'called the attacker back',
} as const;

/** One attack, as it is judged. */
export type AttackClaims = {
	readonly exposure: Exposure;
	/** What is claimed of its victim, each in words that end "A robust victim …". Order is that of the words. */
	readonly claims: Readonly<Partial<Record<Claim, string>>>;
};

/** All claims of a kind of attacks: those with words of their own first, then the others in common words. @param ofAll - Words for all attacks of that kind. */
export const claiming = (
	common: readonly Claim[],
	how: Exposure['how'],
	ofAll: AttackClaims['claims'] = {},
): ((own: AttackClaims['claims'], options?: {readonly times?: number}) => AttackClaims) => {
	const words = {...Object.fromEntries(common.map(claim => [claim, WORDS[claim]])), ...ofAll};
	return (own, {times = 1} = {}) => ({exposure: {how, times}, claims: {...own, ...words, ...own}});
};
