import {createHash} from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import {digestText} from '../protocol/digest.ts';
import {formatDigestList, MOST_DIGESTS, MOST_LIST_BYTES, parseDigestList} from './digest-list.ts';
import {keyOf} from './file-version.ts';

const time = fc.bigInt({min: -(10n ** 18n), max: 4n * 10n ** 18n});
const key = fc
	.record({
		device: fc.bigInt({min: 0n, max: 2n ** 64n}),
		inode: fc.bigInt({min: 0n, max: 2n ** 64n}),
		bytes: fc.maxSafeNat(),
		mtimeNs: time,
		ctimeNs: time,
	})
	.map(keyOf);
const digest = fc.uint8Array({minLength: 16, maxLength: 16}).map(digestText);
const list = fc.array(fc.tuple(key, digest), {maxLength: 20}).map(entries => new Map(entries));

test.serial('what was written is read again, in the same order', t => {
	fc.assert(
		fc.property(list, digests => {
			t.deepEqual([...(parseDigestList(formatDigestList(digests)) ?? [])], [...digests]);
		}),
	);
});

test.serial('a list that was cut, lengthened or changed anywhere is not believed', t => {
	const anywhere = fc.nat().chain(at => fc.tuple(fc.constant(at), fc.integer({min: 0, max: 255})));
	fc.assert(
		fc.property(list, anywhere, (digests, [place, byte]) => {
			const text = formatDigestList(digests);
			const at = place % text.length;
			const other = String.fromCharCode(byte);
			t.is(parseDigestList(text.slice(0, at)), undefined);
			t.is(parseDigestList(text + other), undefined);
			if (text[at] !== other) {
				t.is(parseDigestList(text.slice(0, at) + other + text.slice(at + 1)), undefined);
			}
		}),
		{numRuns: 500},
	);
});

test.serial('anything else is no list either, and does no harm', t => {
	for (const text of ['', 'end ', 'end x\n', '\n'.repeat(100), 'osppeer digests 1\n', '\0'.repeat(1000)]) {
		t.is(parseDigestList(text), undefined);
	}

	const withoutDigest = formatDigestList(new Map([['1 2 3 4 5', 'not a digest']]));
	t.is(parseDigestList(withoutDigest), undefined, 'with the right sum, too');
	fc.assert(fc.property(fc.string({unit: 'binary'}), text => t.is(parseDigestList(text), undefined)));
});

test('a list is bounded: those used last stay', t => {
	const digest = 'meCD5cC82IAmdNP4PDNjHb';
	const key = (inode: number): string =>
		keyOf({
			device: 2n ** 64n,
			inode: BigInt(inode),
			bytes: Number.MAX_SAFE_INTEGER,
			mtimeNs: 10n ** 19n,
			ctimeNs: 10n ** 19n,
		});
	const many = new Map(Array.from({length: MOST_DIGESTS + 3}, (_, index) => [key(index), digest]));
	const text = formatDigestList(many);
	t.true(text.length < MOST_LIST_BYTES / 2, `${text.length}`);
	const kept = parseDigestList(text);
	t.is(kept?.size, MOST_DIGESTS);
	t.false(kept?.has(key(2)));
	t.true(kept?.has(key(3)));

	const longer = `${text.slice(0, text.lastIndexOf('end '))}${key(0)} ${digest}\n`;
	const sum = digestText(createHash('md5').update(longer).digest());
	t.is(parseDigestList(`${longer}end ${sum}\n`), undefined, 'nor is a longer one believed, with the right sum');
});
