import test from 'ava';
import {endpointsIn} from './endpoints-in.ts';

test('finds where the peers of a reply are, whatever they call themselves', t => {
	t.deepEqual(endpointsIn(['PEER alice 10.77.0.10:11112', 'PEER a%20b 10.77.0.11:80']), [
		'10.77.0.10:11112',
		'10.77.0.11:80',
	]);
});

test('skips what is no PEER line', t => {
	t.deepEqual(endpointsIn(['FILE cat.jpg', 'PEER a b 1.2.3.4:5', 'PEER alice 1.2.3.4', '']), []);
});
