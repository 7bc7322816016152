import type {EventOf} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn, waitFor} from './crowded.ts';

/** Every file somebody was asked to fetch is in their folder afterwards. */
export const downloadsSucceed: Check = {
	id: 'downloads-succeed',
	title: 'every file that was asked for came',
	level: 'must',
	advice:
		'Somebody had the file all along. Does the peer ask the tracker (WANT), try every peer of the reply, and keep what it got?',
	judge(history) {
		const asked = history.filter(event => event.type === 'download-asked');
		const ended = history.filter(event => event.type === 'download-ended');
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked for a file'};
		}

		const failed = ended.filter(({outcome}) => outcome === 'failed');
		if (failed.length > 0) {
			return {
				verdict: 'fail',
				because: `${failed.length} of ${asked.length} downloads failed: ${failed.map(reasonOf).join('; ')}`,
				evidence: failed,
				...lateIn(failed.map(end => waitFor(end, history))),
			};
		}

		const good = ended.filter(({outcome}) => outcome === 'ok').length;
		return good >= asked.length
			? {verdict: 'pass', evidence: ended}
			: {
					verdict: 'unknown',
					because: `${asked.length - good} of ${asked.length} downloads neither came nor failed before the end`,
				};
	},
};

const reasonOf = ({actor, file, because}: EventOf<'download-ended'>): string =>
	`${actor} did not get ${file}${because === undefined ? '' : ` (${because})`}`;
