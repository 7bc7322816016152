import {escapeCharacter, plainText} from '../lines/plain-text.ts';

/**
A file's name as people read it. Names are byte strings (docs/protocol.md, section 1.3); most are UTF-8, and any byte may occur.

@param name - One character a byte.
@param maxLength - Longer ones are cut in the middle, in characters.
@returns Text that is safe to print: no control characters, bytes that are no UTF-8 as `\xNN`.
*/
export const readableName = (name: string, maxLength = 60): string => {
	const text = plainText(decode(Buffer.from(name, 'latin1'))).replaceAll(/[\n\t]/g, escapeCharacter);
	const characters = [...text];
	if (characters.length <= maxLength) {
		return text;
	}

	const head = Math.ceil((maxLength - 1) / 2);
	return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - maxLength).join('')}`;
};

const decode = (bytes: Buffer): string => {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return bytes.toString('latin1').replaceAll(/[\u0080-\u00FF]/g, escapeCharacter);
	}
};
