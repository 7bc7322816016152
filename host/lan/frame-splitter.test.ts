import test from 'ava';
import fc from 'fast-check';
import {FrameSplitter, MAX_FRAME_BYTES, withLength} from './frame-splitter.ts';

const split = (...chunks: readonly Buffer[]): string[] => {
	const splitter = new FrameSplitter();
	const frames: string[] = [];
	for (const chunk of chunks) {
		splitter.push(chunk, (buffer, start, end) => frames.push(buffer.toString('latin1', start, end)));
	}

	return frames;
};

test('frames do not depend on where the stream is cut', t => {
	const bytes = Buffer.concat([
		withLength(Buffer.from('first')),
		withLength(Buffer.from('x')),
		withLength(Buffer.from('third one')),
	]);
	for (let cut = 0; cut <= bytes.length; cut++) {
		for (let second = cut; second <= bytes.length; second++) {
			t.deepEqual(split(bytes.subarray(0, cut), bytes.subarray(cut, second), bytes.subarray(second)), [
				'first',
				'x',
				'third one',
			]);
		}
	}
});

test.serial('any frames survive any cuts', t => {
	const frames = fc.array(fc.uint8Array({minLength: 1, maxLength: 300}), {maxLength: 20});
	fc.assert(
		fc.property(frames, fc.array(fc.integer({min: 1, max: 400})), (wanted, sizes) => {
			let rest = Buffer.concat(wanted.map(withLength));
			const chunks: Buffer[] = [];
			for (const size of sizes) {
				chunks.push(rest.subarray(0, size));
				rest = rest.subarray(size);
			}

			return split(...chunks, rest).join('|') === wanted.map(frame => Buffer.from(frame).toString('latin1')).join('|');
		}),
	);
	t.pass();
});

test('the length stands before each frame, so that neighbours can be sent on together', t => {
	const frame = withLength(Buffer.from('abc'));
	new FrameSplitter().push(Buffer.concat([frame, frame]), (buffer, start) => {
		t.is(buffer.readUInt32BE(start - 4), 3);
	});
	t.plan(2);
});

const isRefused = test.macro({
	title: (_, length: number) => `a frame of ${length} bytes is refused, whole length or cut`,
	exec(t, length: number) {
		const prefix = Buffer.alloc(4);
		prefix.writeUInt32BE(length);
		t.throws(() => split(prefix), {instanceOf: RangeError});
		t.throws(() => split(prefix.subarray(0, 3), prefix.subarray(3)), {instanceOf: RangeError});
	},
});

test(isRefused, 0);
test(isRefused, MAX_FRAME_BYTES + 1);
test(isRefused, 0xff_ff_ff_ff);
