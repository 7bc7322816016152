import {createHash} from 'node:crypto';
import test from 'ava';
import {samplePictures} from './sample-pictures.ts';

test('there are three different pictures of a size worth sending, the same every time', t => {
	const digests = () =>
		samplePictures().map(({name, source}) => {
			const bytes = 'bytes' in source ? source.bytes : Buffer.alloc(0);
			t.true(bytes.length > 100_000 && bytes.length < 1_000_000);
			return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
		});
	const first = digests();
	t.is(new Set(first).size, 3);
	t.deepEqual(digests(), first);
});

test('a picture is a JPEG file from its first to its last marker', t => {
	const [picture] = samplePictures();
	const bytes =
		picture !== undefined && 'bytes' in picture.source ? Buffer.from(picture.source.bytes) : Buffer.alloc(0);
	t.is(bytes.subarray(0, 11).toString('latin1'), '\xff\xd8\xff\xe0\0\x10JFIF\0');
	t.is(bytes.subarray(-2).toString('latin1'), '\xff\xd9');
	let at = 2;
	const markers: number[] = [];
	for (; bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2)) {
		markers.push(bytes.readUInt16BE(at));
	}

	t.deepEqual(markers, [0xffe0, 0xffdb, 0xffc0, 0xffc4, 0xffc4]);
	const data = bytes.subarray(at + 2 + bytes.readUInt16BE(at + 2), -2);
	for (let place = data.indexOf(0xff); place !== -1; place = data.indexOf(0xff, place + 1)) {
		t.is(data[place + 1], 0);
	}
});
