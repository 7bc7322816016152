/** A weakness that only a broken network finds, and the scenario it must fail on real guests. */
export type NetworkHole = {
	/** What the mutant peer takes after `--hole`. */
	readonly name: string;
	/** What is wrong with the program, as a sentence about it. */
	readonly title: string;
	/** The scenario of `host/scenarios` that must fail against it. */
	readonly scenario: string;
	/** The check that must fail there. */
	readonly red: string;
};

/** For each scenario about single faults of the network, a program that must not survive it. */
export const NETWORK_HOLES: readonly NetworkHole[] = [
	{
		name: 'takes-a-pause-for-the-end',
		title: 'takes a file for whole when nothing came for 60 ms',
		scenario: 'lossy',
		red: 'nothing-partial-kept',
	},
	{
		name: 'dies-without-its-tracker',
		title: 'exits when its tracker does not answer for 2 s',
		scenario: 'partition',
		red: 'downloads-come-in-time',
	},
	{
		name: 'keeps-partial-files',
		title: 'leaves its temporary files lying about',
		scenario: 'cut-in-mid-file',
		red: 'nothing-partial-kept',
	},
	{
		name: 'waits-for-ever',
		title: 'has no time-out for a holder that says nothing',
		scenario: 'cut-in-mid-file',
		red: 'downloads-come-in-time',
	},
	{
		name: 'waits-for-ever',
		title: 'has no time-out for a holder that says nothing',
		scenario: 'one-way-silence',
		red: 'downloads-come-in-time',
	},
];
