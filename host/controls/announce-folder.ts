import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {digestText} from '../../guest/protocol/digest.ts';
import {quote} from '../../guest/protocol/quoting.ts';
import type {TrackerClient} from './tracker-client.ts';

/** Registers every regular file of a folder, links left out, with its digest. */
export const announceFolder = async (dir: string, tracker: TrackerClient): Promise<void> => {
	for (const entry of await readdir(Buffer.from(dir), {withFileTypes: true, encoding: 'buffer'})) {
		if (entry.isFile()) {
			const bytes = await readFile(Buffer.concat([Buffer.from(`${dir}/`), entry.name]));
			const digest = digestText(createHash('md5').update(bytes).digest());
			await tracker.have(`HAVE ${quote(entry.name.toString('latin1'))} ${digest}`);
		}
	}
};
