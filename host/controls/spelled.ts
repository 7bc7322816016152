/**
A digest as a peer with this hole spells it: without `@`, as programs do that are built with `allow_at` of 0. The character's value is then written in five bits as `_`, and the next begins one bit earlier.

@param digest - 22 characters.
@returns 22 to 26 characters; the digest as it is for any other hole.
*/
export const spelled = (digest: string, hole: string): string => {
	if (hole !== 'spells-digests-without-at') {
		return digest;
	}

	let bits = [...digest].reduceRight((value, character) => (value << 6n) | BigInt(ALPHABET.indexOf(character)), 0n);
	let text = '';
	for (let left = 128; left > 0; ) {
		const value = Number(bits & 63n);
		const width = value === 63 ? 5n : 6n;
		text += value === 63 ? '_' : ALPHABET[value];
		bits >>= width;
		left -= Number(width);
	}

	return text;
};

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@';
