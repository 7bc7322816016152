import test from 'ava';
import {type CpioEntry, packCpio} from './cpio.ts';

const entries: CpioEntry[] = [
	{type: 'folder', path: 'bin'},
	{type: 'file', path: 'bin/sh', mode: 0o755, bytes: Buffer.from('hello')},
	{type: 'link', path: 'init', target: 'bin/sh'},
];

/** A reader of our own hand, after the kernel's description. */
const unpack = (archive: Buffer): Array<{name: string; mode: number; content: string}> => {
	const found = [];
	for (let at = 0; at < archive.length; ) {
		const field = (index: number): number =>
			Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
		const [mode, size, nameSize] = [field(1), field(6), field(11)];
		const content = at + ((110 + nameSize + 3) & ~3);
		found.push({
			name: archive.toString('latin1', at + 110, at + 110 + nameSize - 1),
			mode,
			content: archive.toString('latin1', content, content + size),
		});
		at = content + ((size + 3) & ~3);
	}

	return found;
};

test('folders, files and links come out as they went in, and the trailer ends them', t => {
	t.deepEqual(unpack(packCpio(entries)), [
		{name: 'bin', mode: 0o040755, content: ''},
		{name: 'bin/sh', mode: 0o100755, content: 'hello'},
		{name: 'init', mode: 0o120777, content: 'bin/sh'},
		{name: 'TRAILER!!!', mode: 0, content: ''},
	]);
});

test('every name and content begins at a multiple of four', t => {
	for (let length = 0; length < 9; length++) {
		const archive = packCpio([{type: 'file', path: 'x'.repeat(length + 1), mode: 0o644, bytes: Buffer.alloc(length)}]);
		t.is(archive.length % 4, 0);
		t.is(unpack(archive).at(-1)?.name, 'TRAILER!!!');
	}
});
