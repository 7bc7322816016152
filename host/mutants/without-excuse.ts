import type {Substrate} from '../testbed/testbed.ts';

/** Mutants are judged many at a time, so the judge crowds the machine itself: that a mutant was late beside the others is no reason to let it off. */
export const withoutExcuse = (substrate: Substrate): Substrate => ({
	...substrate,
	async start(plans, options) {
		const {waitedMs: _, ...testbed} = await substrate.start(plans, options);
		return testbed;
	},
});
