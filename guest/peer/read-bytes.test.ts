import test from 'ava';
import {readBytesBy} from './read-bytes.ts';

const content = Buffer.from('abcdefghijklmnopqrstuvwxyz');

/** A disk that gives at most three bytes at a time. */
const readOfAStingyDisk = readBytesBy((_, into, offset, bytes, at, done) => {
	const got = content.copy(into, offset, at, Math.min(content.length, at + Math.min(3, bytes)));
	setImmediate(done, null, got);
});

for (const [what, bytes, at, expected] of [
	['all that was asked for comes', 10, 5, 'fghijklmno'],
	['no more than that comes', 4, 5, 'fghi'],
	['what there is up to the end comes', 10, 22, 'wxyz'],
	['nothing comes from behind the end', 10, 26, ''],
] as const) {
	test(`from a disk that gives a little at a time, ${what}`, async t => {
		const into = Buffer.alloc(10, '.');
		t.is(await readOfAStingyDisk(1, into, {bytes, at}), expected.length);
		t.is(into.toString(), expected.padEnd(10, '.'));
	});
}

test('what the disk complains of in the middle is thrown', async t => {
	const read = readBytesBy((_, _into, offset, _bytes, _at, done) =>
		offset === 0 ? done(null, 3) : done(new Error('EIO'), 0),
	);
	await t.throwsAsync(read(1, Buffer.alloc(10), {bytes: 10, at: 0}), {message: 'EIO'});
});
