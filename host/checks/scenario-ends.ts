import type {Check} from './check.ts';

/** Without it every other claim could hold for want of happenings. */
export const scenarioEnds: Check = {
	id: 'story-ends',
	title: 'every program did its part, so the scenario came to its end',
	level: 'must',
	aboutRun: true,
	advice: 'The reason names the program that the scenario waited for. What it printed stands below.',
	judge(history) {
		const ends = history.filter(event => event.type === 'story-ended');
		const [end] = ends;
		if (end === undefined) {
			return {verdict: 'unknown', because: 'the history stops before the scenario ended'};
		}

		switch (end.outcome) {
			case 'whole':
				return {verdict: 'pass'};
			case 'stuck':
				return {
					verdict: 'fail',
					because: end.because ?? 'a program did not do its part',
					evidence: ends,
					...(/^Waited | ended \(exit code /.test(end.because ?? '') && {
						late: [{from: end.at - PATIENCE_SECONDS, to: end.at}],
					}),
				};
			case 'deadline':
				return {verdict: 'unknown', because: end.because ?? 'the deadline came first'};
		}
	},
};

/** So long a scenario waits for one thing, in seconds (host/scenario/patience.ts). */
const PATIENCE_SECONDS = 30;
