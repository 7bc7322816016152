import type {HistoryEvent} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn, waitFor} from './crowded.ts';

/** Downloads that have a fast holder end before one whose only holder is slow: nobody waits in the queue behind it. */
export const overtakes = (fast: readonly string[], slow: string): Check => ({
	id: 'fast-overtakes-slow',
	title: `${fast.join(', ')} came before ${slow}, which only a slow peer has`,
	level: 'must',
	advice: 'Fetch several files at once, each over its own connection, and let none wait for another.',
	judge(history) {
		const endOfSlow = endOf(slow, history);
		const ends = fast.map(file => endOf(file, history));
		if (endOfSlow === undefined || ends.includes(undefined)) {
			return {verdict: 'unknown', because: 'not all of the downloads ended'};
		}

		const late = ends.flatMap(end => (end !== undefined && end.at >= endOfSlow.at ? [end] : []));
		return late.length === 0
			? {verdict: 'pass', evidence: [...ends.flatMap(end => (end === undefined ? [] : [end])), endOfSlow]}
			: {
					verdict: 'fail',
					because: `${late.map(({file}) => file).join(', ')} came after ${slow}`,
					evidence: [...late, endOfSlow],
					...lateIn(late.map(end => waitFor(end, history))),
				};
	},
});

const endOf = (file: string, history: readonly HistoryEvent[]) =>
	history.filter(event => event.type === 'download-ended').find(event => event.file === file && event.outcome === 'ok');
