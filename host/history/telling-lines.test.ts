import test from 'ava';
import {tellingLines} from './telling-lines.ts';

test('the line that tells stands in, however much was printed after it', t => {
	const lines = ['hello', 'unexpected format!', ...Array.from({length: 9}, (_, n) => `DONE ${n}`)];
	t.deepEqual(tellingLines(lines, 4), ['unexpected format!', '…', 'DONE 7', 'DONE 8']);
});

test('where nothing speaks of something wrong, the last lines are taken', t => {
	t.deepEqual(tellingLines(['a', 'b', 'c', 'd', 'e'], 4), ['b', 'c', 'd', 'e']);
	t.deepEqual(tellingLines(['a'], 4), ['a']);
	t.deepEqual(tellingLines([], 4), []);
});

test('no gap is told where there is none', t => {
	t.deepEqual(tellingLines(['a', 'Fork failed', 'c', 'd'], 4), ['Fork failed', 'c', 'd']);
});
