import type {FileName} from '../protocol/file-name.ts';

/** Something to tell the tracker about one file. */
export type Announcement =
	| {readonly type: 'have'; readonly file: FileName; readonly digest: string}
	| {readonly type: 'donthave'; readonly file: FileName};

/**
What to tell a tracker that knows `told`, so that it knows `wanted`; both map names to digests.

A changed file is taken back first: the tracker keeps the first digest of a name while somebody holds it (docs/protocol.md, section 3.3).
*/
export const announcementsDue = (
	told: ReadonlyMap<FileName, string>,
	wanted: ReadonlyMap<FileName, string>,
): Announcement[] => {
	const due: Announcement[] = [];
	for (const [file, digest] of told) {
		if (wanted.get(file) !== digest) {
			due.push({type: 'donthave', file});
		}
	}

	for (const [file, digest] of wanted) {
		if (told.get(file) !== digest) {
			due.push({type: 'have', file, digest});
		}
	}

	return due;
};
