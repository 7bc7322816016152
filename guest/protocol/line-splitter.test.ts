import test from 'ava';
import fc from 'fast-check';
import {LineSplitter} from './line-splitter.ts';
import {ProtocolError} from './protocol-error.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

test('lines do not depend on where TCP cuts the stream', t => {
	const stream = bytes('HAVE a\n\nWHO\r\n\xff\0\nrest');
	for (let cut = 0; cut <= stream.length; cut++) {
		const splitter = new LineSplitter();
		const lines = [...splitter.push(stream.subarray(0, cut)), ...splitter.push(stream.subarray(cut))];
		t.deepEqual(lines, ['HAVE a', '', 'WHO\r', '\xff\0']);
		t.is(splitter.rest, 'rest');
	}
});

test.serial('whatever the chunks, lines and rest joined by LF are the stream', t => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 40})), chunks => {
			const splitter = new LineSplitter();
			const lines = chunks.flatMap(chunk => [...splitter.push(chunk)]);
			t.is([...lines, splitter.rest].join('\n'), Buffer.concat(chunks).toString('latin1'));
		}),
	);
});

test('what it keeps is counted: an unfinished line, and the chunk that is being read', t => {
	const splitter = new LineSplitter();
	t.deepEqual([...splitter.push(bytes('one\ntw'))], ['one']);
	t.is(splitter.bytes, 2);
	splitter.feed(bytes('o\nthree\n'));
	t.is(splitter.bytes, 2 + 8);
});

test('a line of the limit is served, LF included', t => {
	const splitter = new LineSplitter({maxBytes: 8});
	t.deepEqual([...splitter.push(bytes('1234567'))], []);
	t.deepEqual([...splitter.push(bytes('\n'))], ['1234567']);
});

test('a longer line ends it, after the lines before it', t => {
	const lines = new LineSplitter({maxBytes: 8}).push(bytes('one\n12345678\ntwo\n'));
	t.is(lines.next().value, 'one');
	t.throws(() => lines.next(), {instanceOf: ProtocolError, message: /at most 8 bytes/});
});

test('a line without end is not waited for', t => {
	const splitter = new LineSplitter({maxBytes: 8});
	t.deepEqual([...splitter.push(bytes('1234'))], []);
	t.throws(() => [...splitter.push(bytes('5678'))], {instanceOf: ProtocolError});
	t.is(splitter.rest, '');
});
