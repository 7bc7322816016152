/** A small peer with one property that real peers have, and how it is called: what grading is held against as a whole. */
export type SmallPeer = {
	/** Kebab-case: its row in the file of expectations. */
	readonly name: string;
	/** The property, as a sentence about it. */
	readonly title: string;
	/** What `host/mutants/mutant-peer.ts` takes after `--hole`; or a folder with a Makefile, from the checkout. */
	readonly program: {readonly hole: string} | {readonly folder: string};
	/** Its own command line. Without one it takes the original's, and a port of the system's choice. */
	readonly args?: string;
};

/** Twelve of them. Nothing is wrong with the first. */
export const TWELVE: readonly SmallPeer[] = [
	{
		name: 'sound',
		title: 'nothing is wrong with it, and it listens where it is told',
		program: {hole: 'none'},
		args: '-t{tracker} -d{dir} --port {port} {files}',
	},
	{name: 'any-port', title: 'listens at a port of the system’s choice: that is right', program: {hole: 'none'}},
	{name: 'cap-of-64-kib', title: 'takes no file of more than 64 KiB', program: {hole: 'caps-at-64-kib'}},
	{name: 'other-spelling', title: 'spells digests without @', program: {hole: 'spells-digests-without-at'}},
	// Chance: whether who met its unanswered connection has asked again before an attacker that ends by itself has left (hang-up/right-files-despite-attack).
	{name: 'every-21st', title: 'leaves every 21st connection unanswered', program: {hole: 'skips-every-21st'}},
	{
		name: 'blocked-by-non-readers',
		title: 'serves one connection after the other, and waits for each',
		program: {hole: 'serves-one-at-a-time'},
	},
	// Random: whether the scenario's time, which a crowded machine stretches, is up before it can be measured (…/cleans-up-after-attack).
	{name: 'waits-for-ever', title: 'waits for ever for a holder that says nothing', program: {hole: 'waits-for-ever'}},
	{
		name: 'refuses-garbage-digests',
		title: 'fetches nothing whose digest is none: that is right',
		program: {hole: 'refuses-garbage-digests'},
	},
	{name: 'never-closes', title: 'never closes a connection', program: {hole: 'never-closes'}},
	{
		// Random: whether mallory leaves while it fetches the bait, the end of which it then takes for the file's (reset-midway/nothing-partial-kept).
		name: 'process-per-connection',
		title: 'is plain C, with a process for each connection and without digests',
		program: {folder: 'host/grade/fixtures/c-peer'},
	},
	{
		name: 'stumbles-over-odd-names',
		title: 'ends when its folder holds anything but plain names',
		program: {hole: 'stumbles-over-odd-names'},
	},
	// Random: whether whoever asks it has given up before an attacker that ends by itself has left (…/right-files-despite-attack).
	{name: 'evil-by-default', title: 'serves nonsense unless it is told -b0', program: {hole: 'evil-by-default'}},
];
