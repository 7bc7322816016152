import {unquote} from './quoting.ts';

/**
The words of a line, quoting undone.

@param line - A byte string without LF. Only ASCII white space separates: a byte of 0xA0 belongs to its word.
@returns No words for a blank line.
@see docs/protocol.md, sections 1.2 and 1.3
*/
export const splitWords = (line: string): string[] => {
	const words = line.split(/[ \t\r\v\f]+/);
	if (words.at(-1) === '') {
		words.pop();
	}

	if (words[0] === '') {
		words.shift();
	}

	return line.includes('%') ? words.map(unquote) : words;
};
