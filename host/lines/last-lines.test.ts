import test from 'ava';
import {LastLines} from './last-lines.ts';

test('only the last 20 lines are kept, oldest first', t => {
	const last = new LastLines();
	for (let index = 1; index <= 25; index++) {
		last.add(`line ${index}`);
	}

	t.is(last.all.length, 20);
	t.is(last.all[0], 'line 6');
	t.is(last.all.at(-1), 'line 25');
});

test('a long line is cut and says so', t => {
	const last = new LastLines();
	last.add('x'.repeat(10_000));
	t.is(last.all[0], `${'x'.repeat(500)} …`);
});

test('what it says cannot drive the terminal that shows it', t => {
	const last = new LastLines();
	last.add('\u001B[2Jbye');
	t.deepEqual(last.all, [String.raw`\x1b[2Jbye`]);
});
