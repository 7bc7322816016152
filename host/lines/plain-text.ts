/**
What somebody's program wrote, made safe to show: it can neither drive a terminal nor turn the direction of text around.

@param text - Line breaks and tabs stay.
@returns The same with control characters as `\xNN` and those that change direction as `\uNNNN`.
*/
export const plainText = (text: string): string => text.replaceAll(UNPRINTABLE, escapeCharacter);

/** A character as what stands for it in text: `\xNN`, or `\uNNNN`. */
export const escapeCharacter = (character: string): string => {
	const code = character.charCodeAt(0);
	return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

const UNPRINTABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;
