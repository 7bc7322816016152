import test from 'ava';
import {HeadCopier} from './head-copier.ts';
import {wordBuffer} from './pcapng.ts';

test('any bytes are copied from any place to any word, and what is left of the last word is zero', t => {
	const copier = new HeadCopier();
	const memory = Buffer.from(Array.from({length: 64}, (_, index) => 0xff - index));
	for (const source of [memory, memory.subarray(3)]) {
		for (let start = 0; start < 8; start++) {
			for (let bytes = 0; start + bytes <= source.length; bytes++) {
				const {bytes: target, words} = wordBuffer(80);
				target.fill(0xaa);
				copier.copy(source, start, bytes, words, 8);
				const padding = Buffer.alloc((4 - (bytes & 3)) & 3);
				const wanted = Buffer.concat([Buffer.alloc(8, 0xaa), source.subarray(start, start + bytes), padding]);
				t.true(target.subarray(0, wanted.length).equals(wanted), `${bytes} bytes from ${start}`);
				t.true(target.subarray(wanted.length).every(byte => byte === 0xaa));
			}
		}
	}
});
