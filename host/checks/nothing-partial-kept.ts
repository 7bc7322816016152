import {readableName} from '../history/readable-name.ts';
import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';

/** Whatever lies in a peer's folder at the end under a name it shared or asked for is whole. Strays under other names count too, unless the scenario was cut short while the peer still fetched something. */
export const nothingPartialKept: Check = {
	id: 'nothing-partial-kept',
	title: 'no peer kept a broken, wrong or temporary file',
	level: 'must',
	advice:
		'Write to a temporary name in the same folder, rename it when it is whole and right, and remove it when it is not.',
	judge(history) {
		const found = history.filter(event => event.type === 'file-found');
		if (found.length === 0) {
			return {verdict: 'unknown', because: 'no folder was looked into, or all were empty'};
		}

		const shared = new Set(
			history.flatMap(event => (event.type === 'shares' ? [`${event.sha256} ${event.file}`] : [])),
		);
		const asked = history.filter(event => event.type === 'download-asked');
		const ended = history.filter(event => event.type === 'download-ended').filter(({outcome}) => outcome !== 'unknown');
		const isCutShort = history.some(event => event.type === 'story-ended' && event.outcome !== 'whole');
		const isFetching = (one: string): boolean =>
			isCutShort &&
			asked.some(({actor, file}) => actor === one && !ended.some(end => end.actor === one && end.file === file));
		// What lies there under a name of its own may be what is being fetched, or may have had no time to be put away.
		const names = new Set(
			history.flatMap(event => (event.type === 'shares' || event.type === 'download-asked' ? [event.file] : [])),
		);
		const odd = found
			.filter(({file, sha256}) => !shared.has(`${sha256} ${file.replace(/~\d+~$/, '')}`))
			.filter(({actor, file}) => names.has(file) || !isFetching(actor));
		return odd.length === 0
			? {verdict: 'pass', evidence: found}
			: {
					verdict: 'fail',
					because: [
						...odd
							.slice(0, MOST_NAMED)
							.map(
								({actor, file, bytes}) =>
									`${actor} kept ${readableName(file)} (${bytes} bytes), which nobody shared like that`,
							),
						...(odd.length > MOST_NAMED ? [`and ${odd.length - MOST_NAMED} more`] : []),
					].join('; '),
					evidence: odd,
					...lateIn(odd.map(({file, at}) => (names.has(file) ? undefined : {from: 0, to: at}))),
				};
	},
};

/** Files named in the verdict's sentence; the evidence holds all. */
const MOST_NAMED = 5;
