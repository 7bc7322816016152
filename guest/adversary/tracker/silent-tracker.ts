import {evilTracker, tellTruth} from '../evil-tracker.ts';

/** Hears the question and never answers. */
export const silentTracker = evilTracker({
	name: 'silent-tracker',
	title: 'takes WANT and never answers it',
	async reply(due) {
		if (due.command !== 'WANT') {
			return tellTruth(due);
		}

		due.strike();
	},
});
