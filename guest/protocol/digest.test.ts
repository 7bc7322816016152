import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {digestText, isDigest} from './digest.ts';

type DigestVector = {
	readonly text?: string;
	readonly hex?: string;
	readonly byteHex?: string;
	readonly times?: number;
	readonly md5: string;
	readonly digest: string;
};

const vectors = JSON.parse(readFileSync(new URL('../vectors/md5-text.json', import.meta.url), 'utf8')) as {
	readonly alphabet: string;
	readonly digests: readonly DigestVector[];
	readonly syntax: ReadonlyArray<{readonly digest: string; readonly valid: boolean; readonly because: string}>;
};

const inputOf = ({text, hex, byteHex, times = 1}: DigestVector): Buffer =>
	text === undefined ? Buffer.from((hex ?? byteHex ?? '').repeat(times), 'hex') : Buffer.from(text, 'latin1');

test('digests are written as the vectors say', t => {
	for (const vector of vectors.digests) {
		const md5 = createHash('md5').update(inputOf(vector)).digest();
		t.is(md5.toString('hex'), vector.md5);
		t.is(digestText(md5), vector.digest);
	}
});

test("the vectors' digests and no others are taken for one", t => {
	for (const {digest, valid, because} of vectors.syntax) {
		t.is(isDigest(digest), valid, because);
	}
});

test.serial('any 16 bytes can be read back from their text', t => {
	fc.assert(
		fc.property(fc.uint8Array({minLength: 16, maxLength: 16}), md5 => {
			const text = digestText(md5);
			t.true(isDigest(text));
			let number = 0n;
			for (const character of [...text].reverse()) {
				number = (number << 6n) | BigInt(vectors.alphabet.indexOf(character));
			}

			t.is(number.toString(16).padStart(32, '0'), Buffer.from(md5).reverse().toString('hex'));
		}),
	);
});

test('anything but 16 bytes is a mistake of the caller', t => {
	t.throws(() => digestText(new Uint8Array(15)), {instanceOf: RangeError});
});
