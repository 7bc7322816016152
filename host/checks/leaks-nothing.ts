import type {Check} from './check.ts';

/** What lies outside the shared folder stays there. */
export const leaksNothing: Check = {
	id: 'leaks-nothing',
	title: 'nothing from outside the shared folder was given away',
	level: 'must',
	advice:
		'Undo the quoting first, then refuse every name with a slash or a NUL in it, `.` and `..`, and open the file so that links are not followed (O_NOFOLLOW) and only regular files count.',
	judge(history) {
		const seen = history.filter(event => event.type === 'canary-seen');
		if (seen.length > 0) {
			return {
				verdict: 'fail',
				because: seen.map(({actor, where}) => `${actor} gave its secret away: ${where}`).join('; '),
				evidence: seen,
			};
		}

		return history.some(event => event.type === 'attack' && event.struck > 0)
			? {verdict: 'pass'}
			: {verdict: 'unknown', because: 'nobody tried to get at it'};
	},
};
