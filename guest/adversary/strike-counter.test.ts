import test from 'ava';
import type {EvilEvent} from './attack.ts';
import {strikeCounter} from './strike-counter.ts';

test('the first blow is told at once, the next ones together, and the last at the end', t => {
	const told: EvilEvent[] = [];
	{
		using counter = strikeCounter('drip', event => told.push(event));
		counter.strike('10.0.0.1', 'cat.jpg');
		const met = {'10.0.0.1': {times: 1, files: ['cat.jpg']}};
		t.deepEqual(told, [{event: 'struck', attack: 'drip', count: 1, met}]);
		counter.strike('10.0.0.1', 'dog.jpg');
		counter.strike('10.0.0.2');
		t.is(told.length, 1);
	}

	const met = {'10.0.0.1': {times: 2, files: ['cat.jpg', 'dog.jpg']}, '10.0.0.2': {times: 1, files: []}};
	t.deepEqual(told.slice(1), [{event: 'struck', attack: 'drip', count: 3, met}]);
});
