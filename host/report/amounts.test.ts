import test from 'ava';
import {formatBytes, formatCount, formatSeconds} from './amounts.ts';

test('bytes are rounded to what a person can compare', t => {
	t.deepEqual(
		[0, 1, 1023, 1024, 1536, 10_239, 411_648, 2 ** 20 - 1, 5 * 2 ** 40, 2 ** 60].map(bytes => formatBytes(bytes)),
		['0 B', '1 B', '1023 B', '1 KiB', '1.5 KiB', '10 KiB', '402 KiB', '1024 KiB', '5 TiB', '1048576 TiB'],
	);
});

test('times are rounded likewise', t => {
	t.deepEqual(
		[0, 0.0124, 0.994, 0.995, 8.44, 99.94, 99.96, 125].map(seconds => formatSeconds(seconds)),
		['0 ms', '12 ms', '994 ms', '1.0 s', '8.4 s', '99.9 s', '1 min 40 s', '2 min 05 s'],
	);
});

test('a count agrees with its noun', t => {
	t.deepEqual(
		[formatCount(1, 'file'), formatCount(0, 'file'), formatCount(2, 'process', 'processes')],
		['1 file', '0 files', '2 processes'],
	);
});
