import {createHash} from 'node:crypto';
import {digestText, isDigest} from '../protocol/digest.ts';

/** Digests by what tells a version of a file from all others: `keyOf()` it. Those used last come last. */
export type DigestList = ReadonlyMap<string, string>;

/** Most digests kept: of the files used last. */
export const MOST_DIGESTS = 4096;

/** Longest text that is looked at, in bytes: `MOST_DIGESTS` lines have less than half. */
export const MOST_LIST_BYTES = 1024 * 1024;

const FIRST_LINE = 'osppeer digests 1';

/** The text of a list: a line that names the format, one for each digest, and one with the digest of all before it. */
export const formatDigestList = (list: DigestList): string => {
	const lines = [...list].slice(-MOST_DIGESTS).map(([key, digest]) => `${key} ${digest}\n`);
	const text = `${FIRST_LINE}\n${lines.join('')}`;
	return `${text}end ${checksumOf(text)}\n`;
};

/**
Read the text of a list, which anybody may have written.

@returns Undefined if it is not whole, or no list: then nothing in it is believed.
*/
export const parseDigestList = (text: string): DigestList | undefined => {
	const end = text.lastIndexOf('end ');
	const body = text.slice(0, Math.max(end, 0));
	if (!body.startsWith(`${FIRST_LINE}\n`) || text.slice(end) !== `end ${checksumOf(body)}\n`) {
		return undefined;
	}

	const list = new Map<string, string>();
	for (const line of body.split('\n').slice(1, -1)) {
		const space = line.lastIndexOf(' ');
		const digest = line.slice(space + 1);
		if (!isDigest(digest) || list.size === MOST_DIGESTS) {
			return undefined;
		}

		list.set(line.slice(0, space), digest);
	}

	return list;
};

const checksumOf = (text: string): string => digestText(createHash('md5').update(text, 'latin1').digest());
