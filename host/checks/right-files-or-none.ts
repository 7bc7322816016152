import type {Check} from './check.ts';

/** Who is lied to may do without the file; a wrong one is worse than none. */
export const rightFilesOrNone: Check = {
	id: 'right-files-or-none',
	title: 'who asked for a file got what an honest peer has, or nothing',
	level: 'must',
	advice: 'What is no digest says nothing about the bytes: fetch the file without one, or leave it, and say so.',
	judge(history) {
		const asked = history.filter(event => event.type === 'download-asked');
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked for a file'};
		}

		const shared = new Set(
			history.flatMap(event => (event.type === 'shares' ? [`${event.sha256} ${event.file}`] : [])),
		);
		const ended = history.filter(event => event.type === 'download-ended');
		const wrong = ended.filter(({outcome, sha256, file}) => outcome === 'ok' && !shared.has(`${sha256} ${file}`));
		return wrong.length === 0
			? {verdict: 'pass', evidence: ended}
			: {
					verdict: 'fail',
					because: wrong
						.map(({actor, file, bytes = 0}) => `${actor} took wrong bytes (${bytes}) for ${file}`)
						.join('; '),
					evidence: wrong,
				};
	},
};
