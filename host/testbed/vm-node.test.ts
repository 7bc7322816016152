import test from 'ava';
import {parseListing} from './vm-node.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('sizes and digests of one name come together, sorted', t => {
	const output = `5 cat 1\njpg\x0012 b/deep\x00\x00${A}  ./b/deep\x00${B}  ./cat 1\njpg\x00`;
	t.deepEqual(parseListing(output), [
		{name: 'b/deep', bytes: 12, sha256: A},
		{name: 'cat 1\njpg', bytes: 5, sha256: B},
	]);
});

test('a file that came or went between the two looks is left out', t => {
	t.deepEqual(parseListing(`5 gone\x00\x00${A}  ./new\x00`), []);
});

test('an empty folder has no files', t => {
	t.deepEqual(parseListing('\x00'), []);
	t.deepEqual(parseListing(''), []);
});
