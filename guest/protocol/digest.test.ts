import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {digestText, digestTextWithoutAt, isDigest, isDigestInAnySpelling, isDigestOf} from './digest.ts';

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
	readonly spellings: ReadonlyArray<{readonly text: string; readonly digest: string; readonly withoutAt: string}>;
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

test('both spellings of a digest are known as the content they stand for, and no other', t => {
	const [{text: another} = {text: ''}] = vectors.spellings;
	for (const {text, digest, withoutAt} of vectors.spellings) {
		const md5 = createHash('md5').update(text).digest();
		t.is(digestText(md5), digest);
		t.is(digestTextWithoutAt(md5), withoutAt);
		const other = createHash('md5').update(`not ${another}`).digest();
		for (const word of [digest, withoutAt]) {
			t.true(isDigestInAnySpelling(word), word);
			t.true(isDigestOf(md5, word), word);
			t.false(isDigestOf(other, word), word);
		}
	}
});

test.serial('whatever the 16 bytes are, either spelling can be one, has its length, and is that of its bytes', t => {
	const nearlyFull = fc.uint8Array({minLength: 16, maxLength: 16}).map(bytes => bytes.map(byte => byte | 0b1110_1111));
	fc.assert(
		fc.property(fc.oneof(fc.uint8Array({minLength: 16, maxLength: 16}), nearlyFull), md5 => {
			const word = digestTextWithoutAt(md5);
			t.regex(word, /^[A-Za-z0-9_]{22,26}$/);
			t.true(isDigestInAnySpelling(word) && isDigestOf(md5, word), word);
			t.is(word === digestText(md5), !digestText(md5).includes('@'));
		}),
	);
	t.is(digestTextWithoutAt(new Uint8Array(16).fill(255)).length, 26);
	for (const word of ['', 'a'.repeat(22), 'F'.repeat(21), 'F'.repeat(27), 'FILE', `FFFF${'a'.repeat(19)}`]) {
		t.is(isDigestInAnySpelling(word), word === 'a'.repeat(22), word);
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
