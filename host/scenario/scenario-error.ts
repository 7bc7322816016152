/** The scenario cannot go on because a program did not do its part. A finding, not a failure of the harness: the checks judge it. */
export class ScenarioError extends Error {
	override readonly name = 'ScenarioError';

	/** `stuck`: the program is to blame. `deadline`: nobody is, e.g. when our own adversary found nothing to attack; then the run is undecided. */
	readonly outcome: 'stuck' | 'deadline';

	constructor(
		message: string,
		{outcome = 'stuck', cause}: {readonly outcome?: 'stuck' | 'deadline'; readonly cause?: unknown} = {},
	) {
		super(message, {cause});
		this.outcome = outcome;
	}
}
