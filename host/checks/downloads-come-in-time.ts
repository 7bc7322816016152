import type {EventOf} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn, waitFor} from './crowded.ts';

/** Every file somebody was asked to fetch came before the scenario's time was up. For scenarios about waiting: there, not yet is too late. */
export const downloadsComeInTime: Check = {
	id: 'downloads-come-in-time',
	title: 'every file that was asked for came before time was up',
	level: 'must',
	advice:
		'Somebody within reach had the file. Give every holder a limit in time without a byte, then try the next; ask the tracker again when all have failed, and do not wait for it while bytes come.',
	judge(history) {
		const asked = history.filter(event => event.type === 'download-asked');
		const end = history.find(event => event.type === 'story-ended');
		if (asked.length === 0 || end === undefined) {
			return {verdict: 'unknown', because: asked.length === 0 ? 'nobody asked for a file' : 'the scenario did not end'};
		}

		const ended = history.filter(event => event.type === 'download-ended').filter(({at}) => at <= end.at);
		const endOf = (ask: EventOf<'download-asked'>) =>
			ended.find(({actor, file, at}) => actor === ask.actor && file === ask.file && at >= ask.at);
		const failed = ended.filter(({outcome}) => outcome === 'failed');
		const open = asked.filter(ask => endOf(ask) === undefined);
		// What ended the scenario otherwise, and not its deadline, took the time the download had.
		const late = end.outcome === 'deadline' ? open : [];
		if (failed.length + late.length > 0) {
			return {
				verdict: 'fail',
				because: [
					...failed.map(({actor, file, because}) => `${actor} did not get ${file}${because ? ` (${because})` : ''}`),
					...late.map(({actor, file}) => `${actor} had not got ${file} in time`),
				].join('; '),
				evidence: [...failed, ...late],
				...lateIn([...failed.map(end => waitFor(end, history)), ...late.map(({at}) => ({from: at, to: end.at}))]),
			};
		}

		return open.length === 0
			? {verdict: 'pass', evidence: ended}
			: {verdict: 'unknown', because: `${open.length} of ${asked.length} downloads had no time to end`};
	},
};
