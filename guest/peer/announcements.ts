import type {FileName} from '../protocol/file-name.ts';

/** Something to tell the tracker about one file. */
export type Announcement =
	| {readonly type: 'have'; readonly file: FileName; readonly digest: string}
	| {readonly type: 'donthave'; readonly file: FileName};

/** What a tracker answered when it was told of a file with this digest: it lists it, or refused it and may be asked again. */
export type Told = {readonly digest: string; readonly answer: 'listed' | 'refused' | 'ask again'};

/**
What to tell a tracker that knows `told`, so that it knows `wanted`.

A changed file is taken back first: the tracker keeps the first digest of a name while somebody holds it (docs/protocol.md, section 3.3). What it refused it does not list, so there is nothing to take back.
*/
export const announcementsDue = (
	told: ReadonlyMap<FileName, Told>,
	wanted: ReadonlyMap<FileName, {readonly digest: string}>,
): Announcement[] => {
	const due: Announcement[] = [];
	for (const [file, {digest, answer}] of told) {
		if (answer === 'listed' && wanted.get(file)?.digest !== digest) {
			due.push({type: 'donthave', file});
		}
	}

	for (const [file, {digest}] of wanted) {
		const known = told.get(file);
		if (known?.digest !== digest || known.answer === 'ask again') {
			due.push({type: 'have', file, digest});
		}
	}

	return due;
};
