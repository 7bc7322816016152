import {createHash} from 'node:crypto';
import test from 'ava';
import {digestText, digestTextWithoutAt} from '../../guest/protocol/digest.ts';
import {fileContents} from './file-contents.ts';
import {samplePictures} from './sample-pictures.ts';

test('there are three different pictures, of a size that every peer takes', async t => {
	const pictures = await Promise.all(
		samplePictures().map(async ({name, source}) => fileContents(name, source, {seed: 1})),
	);
	t.is(new Set(pictures.map(bytes => createHash('sha256').update(bytes).digest('hex'))).size, 3);
	for (const bytes of pictures) {
		t.true(bytes.length > 35_000 && bytes.length < 45_000);
		t.is(bytes.subarray(0, 11).toString('latin1'), '\xff\xd8\xff\xe0\0\x10JFIF\0');
		t.is(bytes.subarray(-2).toString('latin1'), '\xff\xd9');
		const md5 = createHash('md5').update(bytes).digest();
		t.is(digestText(md5), digestTextWithoutAt(md5), 'no scenario is about the spelling of digests');
	}
});
