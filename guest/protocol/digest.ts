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

/**
An MD5 digest in the spelling without `@` that some peers write: where six bits are all set only five are taken, as `F`, and the sixth is read again with the next.

@param md5 - 16 bytes, read as one little-endian number.
@returns 22 to 26 characters. Mostly the same text as `digestText()`.
@see docs/protocol.md, section 5.3
*/
export const digestTextWithoutAt = (md5: Uint8Array): string => {
	let text = '';
	for (let bit = 0; bit < 128; bit += 6) {
		const byte = bit >> 3;
		const six = ((((md5[byte + 1] ?? 0) << 8) | (md5[byte] as number)) >> (bit & 7)) & 63;
		text += ALPHABET.charAt(six === 63 ? 31 : six);
		bit -= six === 63 ? 1 : 0;
	}

	return text;
};

/** Whether a word tells of the content with this MD5 (16 bytes), in either spelling. A text can stand for two digests, one in each: comparing it with the content is the only way to tell. */
export const isDigestOf = (md5: Uint8Array, word: string): boolean =>
	word === digestText(md5) || word === digestTextWithoutAt(md5);

/** Whether a word can be a digest in either spelling: the other one has no `@`, and is longer by one for each five or six `F`. */
export const isDigestInAnySpelling = (word: string): boolean => {
	if (isDigest(word)) {
		return true;
	}

	// Of 6 × length bits each escape leaves one unused; the last character begins before bit 128 and reaches it.
	const fewestEscapes = Math.max(0, 6 * word.length - 133);
	return /^[A-Za-z0-9_]{22,26}$/.test(word) && word.split('F').length - 1 >= Math.max(1, fewestEscapes);
};
