import {readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {quote, unquote} from './quoting.ts';
import {splitWords} from './words.ts';

const vectors = JSON.parse(readFileSync(new URL('../vectors/quoting.json', import.meta.url), 'utf8')) as {
	readonly bothWays: ReadonlyArray<{readonly hex: string; readonly quoted: string}>;
	readonly readOnly: ReadonlyArray<{readonly hex: string; readonly quoted: string}>;
};

const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');
const byteString = fc.uint8Array({minLength: 1, maxLength: 50}).map(bytes => Buffer.from(bytes).toString('latin1'));

test('every byte is written and read as the vectors say', t => {
	for (const {hex, quoted} of vectors.bothWays) {
		t.is(quote(fromHex(hex)), quoted);
		t.is(unquote(quoted), fromHex(hex));
	}
});

test('odd quoting is read as the vectors say', t => {
	for (const {hex, quoted} of vectors.readOnly) {
		t.is(unquote(quoted), fromHex(hex), quoted);
	}
});

test.serial('any name survives quoting, and is one word', t => {
	fc.assert(
		fc.property(byteString, name => {
			t.is(unquote(quote(name)), name);
			t.deepEqual(splitWords(` ${quote(name)}\t${quote(name)}\r`), [name, name]);
		}),
	);
});

test.serial('unquoting never makes a word longer, and leaves one without a percent sign alone', t => {
	fc.assert(
		fc.property(byteString, word => {
			t.true(unquote(word).length <= word.length);
			t.is(unquote(word.replaceAll('%', '')), word.replaceAll('%', ''));
		}),
	);
});

test('a character that is no byte is a mistake of the caller', t => {
	t.throws(() => quote('→'), {instanceOf: RangeError, message: /U\+2192/});
});
