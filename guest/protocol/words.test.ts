import test from 'ava';
import fc from 'fast-check';
import {splitWords} from './words.ts';

test('only ASCII white space separates words', t => {
	t.deepEqual(splitWords('a b\tc\rd\ve\ff'), ['a', 'b', 'c', 'd', 'e', 'f']);
	t.deepEqual(splitWords('a\xa0b\x85c\0d'), ['a\xa0b\x85c\0d']);
});

test('blanks before, after and in a row do not count', t => {
	t.deepEqual(splitWords(' \t a  b \r'), ['a', 'b']);
	t.deepEqual(splitWords(''), []);
	t.deepEqual(splitWords(' \t\r'), []);
});

test('words are split before quoting is undone', t => {
	t.deepEqual(splitWords('HAVE a%20b%0a'), ['HAVE', 'a b\n']);
});

test.serial('no line makes an empty word or a word of white space', t => {
	fc.assert(
		fc.property(fc.uint8Array(), bytes => {
			const line = Buffer.from(bytes).toString('latin1').replaceAll('%', '');
			for (const word of splitWords(line)) {
				t.regex(word, /^[^ \t\r\v\f]+$/);
			}
		}),
	);
});
