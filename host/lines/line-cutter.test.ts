import test from 'ava';
import {LineCutter, MAX_LINE_CHARACTERS} from './line-cutter.ts';

test('lines do not depend on where the stream is cut', t => {
	const bytes = Buffer.from('grüß\r\nzwei\n\nlast');
	for (let cut = 0; cut <= bytes.length; cut++) {
		const cutter = new LineCutter();
		const lines = [...cutter.push(bytes.subarray(0, cut)), ...cutter.push(bytes.subarray(cut)), ...cutter.end()];
		t.deepEqual(lines, ['grüß', 'zwei', '', 'last'], `cut at ${cut}`);
	}
});

test('a line without end comes in pieces, nothing lost', t => {
	const cutter = new LineCutter();
	const lines = Array.from({length: 5}, () => cutter.push(Buffer.alloc(MAX_LINE_CHARACTERS, 'x'))).flat();
	const all = [...lines, ...cutter.end()];
	t.is(all.join('').length, 5 * MAX_LINE_CHARACTERS);
	t.true(all.every(line => line.length <= MAX_LINE_CHARACTERS));
});

test('an empty stream has no lines', t => {
	t.deepEqual(new LineCutter().end(), []);
});
