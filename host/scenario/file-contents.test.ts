import {createHash} from 'node:crypto';
import test from 'ava';
import {digestText, digestTextWithoutAt} from '../../guest/protocol/digest.ts';
import {fileContents} from './file-contents.ts';

test('everybody who shares a name in a run shares the same bytes', async t => {
	const once = await fileContents('cat.jpg', {kib: 2}, {seed: 7});
	t.is(once.length, 2048);
	t.deepEqual(await fileContents('cat.jpg', {kib: 2}, {seed: 7}), once);
});

test('another seed, name or variant makes other bytes', async t => {
	const all = await Promise.all([
		fileContents('cat.jpg', {kib: 1}, {seed: 7}),
		fileContents('cat.jpg', {kib: 1}, {seed: 8}),
		fileContents('dog.jpg', {kib: 1}, {seed: 7}),
		fileContents('cat.jpg', {kib: 1, variant: 'decoy'}, {seed: 7}),
	]);
	t.is(new Set(all.map(bytes => bytes.toString('latin1'))).size, 4);
});

test('given bytes are taken as they are', async t => {
	t.deepEqual(await fileContents('x', {bytes: Buffer.from('miau')}, {seed: 1}), Buffer.from('miau'));
});

test('a made-up file has the same digest in both spellings, so that no scenario is about a spelling', async t => {
	for (let seed = 0; seed < 50; seed++) {
		const md5 = createHash('md5')
			.update(await fileContents('cat.jpg', {kib: 1}, {seed}))
			.digest();
		t.is(digestText(md5), digestTextWithoutAt(md5));
	}
});
