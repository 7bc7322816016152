import test from 'ava';
import fc from 'fast-check';
import {MAX_EARLY_BYTES, PayloadStream} from './payload-stream.ts';

const collect = () => {
	const stream = new PayloadStream();
	const chunks: Buffer[] = [];
	const push = (sequence: number, text: Uint8Array) =>
		stream.push(sequence | 0, Buffer.from(text), 0, text.length, (buffer, from, to) =>
			chunks.push(Buffer.from(buffer.subarray(from, to))),
		);
	return {stream, push, text: () => Buffer.concat(chunks).toString('latin1')};
};

test.serial('any segments, in any order, with repeats and overlaps, make the same stream', t => {
	const pieces = fc.array(fc.tuple(fc.nat(199), fc.integer({min: 1, max: 60})), {maxLength: 30});
	const data = Buffer.from(Array.from({length: 200}, (_, index) => index));
	// Starting right before the numbers wrap round.
	const start = 0xff_ff_ff_c0;
	fc.assert(
		fc.property(pieces, some => {
			const {stream, push, text} = collect();
			stream.start(start | 0);
			const all = Array.from({length: 20}, (_, index): [number, number] => [index * 10, 10]);
			for (const [from, bytes] of [...some, ...all.toReversed()]) {
				push(start + from, data.subarray(from, from + bytes));
			}

			return text() === data.toString('latin1') && stream.bytes === 200;
		}),
	);
	t.pass();
});

test('what came early is kept, though the chunk it came in is gone', t => {
	const {stream, text, push} = collect();
	stream.start(0);
	const chunk = Buffer.from('def');
	stream.push(3, chunk, 0, 3, () => t.fail('it comes later'));
	chunk.fill('.');
	push(0, Buffer.from('abc'));
	t.is(text(), 'abcdef');
});

test('a place in the stream follows from the sequence number', t => {
	const {stream, push} = collect();
	stream.start(-5);
	push(-5, Buffer.alloc(10));
	t.is(stream.placeOf(-5), 0);
	t.is(stream.placeOf(5), 10);
	t.is(stream.placeOf(-6), -1);
});

test('a gap that never fills is given up before it costs much memory', t => {
	const {stream, push} = collect();
	stream.start(0);
	const piece = Buffer.alloc(1460, 1);
	let at = 100;
	for (; at < 2 * MAX_EARLY_BYTES; at += piece.length) {
		push(at, piece);
	}

	t.is(stream.bytes, at);
});

test('a stream joined in the middle starts with the first segment', t => {
	const {stream, push, text} = collect();
	push(1000, Buffer.from('abc'));
	push(1003, Buffer.from('def'));
	t.is(text(), 'abcdef');
	t.is(stream.bytes, 6);
});
