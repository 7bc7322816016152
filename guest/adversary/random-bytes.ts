import {createCipheriv} from 'node:crypto';
import type {Random} from '../net/seeded-random.ts';

/** Random bytes: a key is drawn, and a cipher makes the rest of it (AES in counter mode), which attackers that pour noise can afford. */
export const randomBytes = (random: Random, size: number): Buffer => {
	const key = Buffer.alloc(16);
	for (let at = 0; at < key.length; at += 4) {
		key.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
	}

	return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
};

/** A whole number from 0 up to, not including, `below`. */
export const randomBelow = (random: Random, below: number): number => Math.floor(random() * below);
