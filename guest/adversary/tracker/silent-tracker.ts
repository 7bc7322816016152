import {evilTracker, tellTruth} from '../evil-tracker.ts';

/** Hears the question and never answers. */
export const silentTracker = evilTracker({
	name: 'silent-tracker',
	title: 'takes WANT and never answers it',
	robust: 'gives the reply a time, then drops this tracker, and goes on serving',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		due.strike();
	},
});
