import {createCipheriv} from 'node:crypto';

/** Luck that can be had again: each call gives the next number from 0 up to, not including, 1. */
export type Random = () => number;

/** A stream of luck of its own for each seed and label, so that one attack's traffic cannot shift another's. */
export const seededRandom = (seed: number, label: string): Random => {
	let state = seed >>> 0;
	for (const char of label) {
		state = mix(state ^ char.charCodeAt(0));
	}

	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		return mix(state) / 2 ** 32;
	};
};

/** Bytes out of luck: a key is drawn, and a cipher makes the rest of it (AES in counter mode), which attackers that pour noise can afford. */
export const randomBytes = (random: Random, size: number): Buffer => {
	const key = Buffer.alloc(16);
	for (let at = 0; at < key.length; at += 4) {
		key.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
	}

	return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
};

/** A whole number from 0 up to, not including, `below`. */
export const randomBelow = (random: Random, below: number): number => Math.floor(random() * below);

/** Spreads every bit of a 32-bit word over the whole word (a bijection: no two words share a result). */
const mix = (word: number): number => {
	let mixed = word;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
	return (mixed ^ (mixed >>> 15)) >>> 0;
};
