import test from 'ava';
import {isShareable, partialName, writerOfPartial} from './shareable-name.ts';

test('sources, backups, downloads on their way and what is no file name are not offered', t => {
	const partial = partialName({pid: 7, unique: '00ff'});
	for (const name of ['x.c', 'x.h', 'x~', 'x~1~', '.', '..', '', 'a/b', 'a\0b', 'x'.repeat(256), partial]) {
		t.false(isShareable(name), name);
	}

	for (const name of ['x', '.hidden', 'x.cc', 'c', 'a~b', 'x'.repeat(255), '\u00ff', '.osp2p-7-xyz.part']) {
		t.true(isShareable(name), name);
	}
});

test('the writer of a download on its way is told by its name', t => {
	t.is(writerOfPartial(partialName({pid: 4_194_304, unique: 'abcdef'})), 4_194_304);
	t.is(writerOfPartial('.osp2p--1-ab.part'), undefined);
});
