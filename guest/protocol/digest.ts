/** Value 0 to 63 of each character of a digest's text. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@';

/**
An MD5 digest as the protocol writes it.

@param md5 - 16 bytes, read as one little-endian number.
@returns 22 characters, the lowest six bits first.
@see docs/protocol.md, section 5.1
*/
export const digestText = (md5: Uint8Array): string => {
	if (md5.length !== 16) {
		throw new RangeError(`an MD5 digest has 16 bytes, not ${md5.length}`);
	}

	let text = '';
	let bits = 0;
	let held = 0;
	for (const byte of md5) {
		bits |= byte << held;
		for (held += 8; held >= 6; held -= 6, bits >>= 6) {
			text += ALPHABET.charAt(bits & 63);
		}
	}

	return text + ALPHABET.charAt(bits);
};

/** Whether a word, quoting undone, can be a digest. The last character holds two bits only. */
export const isDigest = (word: string): boolean => /^[A-Za-z0-9_@]{21}[a-d]$/.test(word);
