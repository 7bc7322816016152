import {HarnessError} from '../harness-error.ts';

/** A program and its arguments, each a byte string: one character U+0001 to U+00FF a byte. */
export type RemoteCommand = readonly [string, ...string[]];

/**
SSH's exec request carries one string (RFC 4254, section 6.5), so quoting cannot be avoided, only done once, here.

@returns ASCII that a POSIX sh reads as exactly these words; bytes beyond ASCII are made by printf, so no locale and no encoding on the way can change them.
@throws {HarnessError} If a word holds a NUL, which no argument can, or a character that is no byte.
*/
export const shellLine = (command: RemoteCommand): string => command.map(quoteWord).join(' ');

const quoteWord = (word: string): string => {
	if (/[^\u0001-\u00ff]/.test(word)) {
		throw new HarnessError(
			`${JSON.stringify(word)} cannot be an argument: it holds a NUL or a character that is no byte.`,
			{
				hint: "Turn text into a byte string first: Buffer.from(text).toString('latin1').",
			},
		);
	}

	return PLAIN.test(word) ? word : (word.match(RUNS) ?? ['']).map(quoteRun).join('');
};

const PLAIN = /^[\w%+,./:@-]+$/;

/** Runs of ASCII, and of what is not. */
const RUNS = /[\u0001-\u007f]+|[\u0080-\u00ff]+/g;

const quoteRun = (run: string): string =>
	run.charCodeAt(0) < 0x80
		? `'${run.replaceAll("'", String.raw`'\''`)}'`
		: `"$(printf '${[...Buffer.from(run, 'latin1')].map(byte => `\\${byte.toString(8)}`).join('')}')"`;
