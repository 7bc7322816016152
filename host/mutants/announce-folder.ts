import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {digestText} from '../../guest/protocol/digest.ts';
import {quote} from '../../guest/protocol/quoting.ts';
import {spelled} from './spelled.ts';
import type {TrackerClient} from './tracker-client.ts';

/** Registers every regular file of a folder, links left out, with its digest. */
export const announceFolder = async (
	dir: string,
	tracker: TrackerClient,
	{hole}: {readonly hole: string},
): Promise<void> => {
	for (const entry of await readdir(Buffer.from(dir), {withFileTypes: true, encoding: 'buffer'})) {
		if (
			hole === 'stumbles-over-odd-names' &&
			(!entry.isFile() || !/^[A-Za-z0-9._-]+$/.test(entry.name.toString('latin1')))
		) {
			process.stdout.write(`cannot read ${entry.name.toString('latin1')}: unexpected name\n`);
			process.exit(1);
		}

		if (entry.isFile()) {
			const bytes = await readFile(Buffer.concat([Buffer.from(`${dir}/`), entry.name]));
			const digest = digestText(createHash('md5').update(bytes).digest());
			await tracker.have(`HAVE ${quote(entry.name.toString('latin1'))} ${spelled(digest, hole)}`);
		}
	}
};
