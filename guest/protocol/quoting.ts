/**
Write a name as one word.

@param name - A byte string.
@returns The name with every byte quoted except ASCII letters, digits and `$-_.+!*'(),`; hex digits in capitals.
@throws {RangeError} If a character is not a byte: the caller forgot to turn text into bytes.
@see docs/protocol.md, section 1.3
*/
export const quote = (name: string): string => name.replaceAll(/[^A-Za-z0-9$\-_.+!*'(),]/g, quotedByte);

/** Undo quoting, once: `%XX` stands for that byte, anything else for itself. */
export const unquote = (word: string): string =>
	word.includes('%')
		? word.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
		: word;

const quotedByte = (character: string): string => {
	const byte = character.charCodeAt(0);
	if (byte > 0xff) {
		throw new RangeError(`a byte string has no character U+${byte.toString(16).padStart(4, '0')}`);
	}

	return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
};
