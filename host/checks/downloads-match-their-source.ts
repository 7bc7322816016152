import type {Check} from './check.ts';

/** The bytes on disk, measured by the harness, are bytes that an honest peer shared under that name. */
export const downloadsMatchTheirSource: Check = {
	id: 'downloads-match-their-source',
	title: 'every finished download has the bytes some peer shared under that name',
	level: 'must',
	advice:
		'Compare size and SHA-256. Does the peer open files in binary mode, write every byte it read (short reads and writes), and check the digest the tracker tells?',
	judge(history) {
		const finished = history.filter(event => event.type === 'download-ended').filter(({outcome}) => outcome === 'ok');
		if (finished.length === 0) {
			return {verdict: 'unknown', because: 'no download finished'};
		}

		const shares = history.filter(event => event.type === 'shares');
		const shared = new Set(shares.map(({file, sha256}) => `${sha256} ${file}`));
		const wrong = finished.filter(({file, sha256}) => !shared.has(`${sha256} ${file}`));
		return wrong.length === 0
			? {verdict: 'pass', evidence: finished}
			: {
					verdict: 'fail',
					because: `${wrong.length} of ${finished.length} downloads have bytes nobody shared: ${wrong.map(({actor, file}) => `${file} at ${actor}`).join(', ')}`,
					evidence: [...wrong, ...shares.filter(({file}) => wrong.some(download => download.file === file))],
				};
	},
};
