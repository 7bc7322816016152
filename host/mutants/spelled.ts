import {digestTextWithoutAt} from '../../guest/protocol/digest.ts';

/** A digest, 22 characters, as a peer with this hole spells it: without `@`, as programs do that are built with `allow_at` of 0; as it is for any other hole. */
export const spelled = (digest: string, hole: string): string =>
	hole === 'spells-digests-without-at' ? digestTextWithoutAt(bytesOf(digest)) : digest;

/** The inverse of `digestText()`. */
const bytesOf = (digest: string): Uint8Array => {
	let bits = [...digest].reduceRight((value, character) => (value << 6n) | BigInt(ALPHABET.indexOf(character)), 0n);
	return Uint8Array.from({length: 16}, () => {
		const byte = Number(bits & 255n);
		bits >>= 8n;
		return byte;
	});
};

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@';
