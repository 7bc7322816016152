import {formatReply} from '../protocol/reply.ts';

/**
What a request gets.

A string: all of the reply, with LFs; empty for a blank line. `LongAnswer`: data lines to be fetched piece by piece. `LATER`: nothing yet; the connection waits until another peer registers.
*/
export type Answer = string | LongAnswer | typeof LATER;

/** A reply too long to write at once: thousands of lines must not hold up other clients. */
export type LongAnswer = {
	/** The data lines, without LF. */
	readonly lines: Iterator<string>;
	/** The message lines that end it, with LF. */
	readonly end: string;
};

/** The answer to BLOCKNOTIFY while nobody new came. */
export const LATER = Symbol('later');

/** Replies of at most so many data lines are written at once. */
const MAX_LINES_AT_ONCE = 64;

/** A reply of data lines, at once when they are few. */
export const answerOfLines = (lines: Iterable<string>, count: number, {of}: {readonly of: string}): Answer => {
	const end = formatReply({code: 200, text: `${of}: ${count}`});
	if (count > MAX_LINES_AT_ONCE) {
		return {lines: lines[Symbol.iterator](), end};
	}

	let text = '';
	for (const line of lines) {
		text += `${line}\n`;
	}

	return text + end;
};

/** The next lines of a long reply, about so many bytes; with the last of them its end. */
export const takeLines = (
	{lines, end}: LongAnswer,
	bytes: number,
): {readonly text: string; readonly isAll: boolean} => {
	let text = '';
	while (text.length < bytes) {
		const {value, done} = lines.next();
		if (done) {
			return {text: text + end, isAll: true};
		}

		text += `${value}\n`;
	}

	return {text, isAll: false};
};
