import type {HistoryEvent} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn, waitFor} from './crowded.ts';

/** A file fetched when those who brought it had left can only come from somebody who fetched it before: so downloads are announced and served. */
export const filesOutliveTheirSeeds: Check = {
	id: 'files-outlive-their-seeds',
	title: 'what was downloaded is shared on: files came after all who brought them had left',
	level: 'must',
	advice: 'After a download the peer says HAVE, and serves the file like its own.',
	judge(history) {
		const late = history
			.filter(event => event.type === 'download-asked')
			.filter(asked => noSeedIsLeft(asked.file, history.slice(0, history.indexOf(asked))));
		if (late.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked for a file after all who brought it had left'};
		}

		const ends = late.map(({actor, file, at}) =>
			history
				.filter(event => event.type === 'download-ended')
				.find(end => end.actor === actor && end.file === file && end.at >= at),
		);
		const failed = ends.filter(end => end?.outcome === 'failed').flatMap(end => (end === undefined ? [] : [end]));
		if (failed.length > 0) {
			return {
				verdict: 'fail',
				because: failed.map(({actor, file}) => `${actor} could not get ${file}, which only downloaders had`).join('; '),
				evidence: failed,
				...lateIn(failed.map(end => waitFor(end, history))),
			};
		}

		return ends.every(end => end?.outcome === 'ok')
			? {verdict: 'pass', evidence: ends.flatMap(end => (end === undefined ? [] : [end]))}
			: {verdict: 'unknown', because: 'a late download neither came nor failed'};
	},
};

const noSeedIsLeft = (file: string, history: readonly HistoryEvent[]): boolean => {
	const seeds = new Set(
		history.flatMap(event => (event.type === 'shares' && event.file === file ? [event.actor] : [])),
	);
	return (
		seeds.size > 0 &&
		[...seeds].every(
			seed =>
				history.findLast(
					event => (event.type === 'program-ended' || event.type === 'program-started') && event.actor === seed,
				)?.type === 'program-ended',
		)
	);
};
