import test from 'ava';
import {amount, humanLine, readableName} from './human-line.ts';

test('names are shown as UTF-8, and cannot move the cursor', t => {
	t.is(readableName('na\u00c3\u00afve'), 'naïve');
	t.is(readableName('a\u001B[2Jb\n'), 'a?[2Jb?');
	t.is(readableName(Buffer.from('a\u202Eb', 'utf8').toString('latin1')), 'a?b');
});

test('amounts have a unit that fits', t => {
	t.deepEqual([0, 1023, 1024, 1536, 2 ** 30, 2 ** 50].map(amount), [
		'0 bytes',
		'1023 bytes',
		'1.0 KiB',
		'1.5 KiB',
		'1.0 GiB',
		'1048576.0 GiB',
	]);
});

test('a download that got another name says so', t => {
	const done = {event: 'download-done', file: 'f', bytes: 6, digest: '', from: '127.0.0.1:1', seconds: 0.25} as const;
	t.is(humanLine({...done, savedAs: 'f~1~'}), 'f: saved as f~1~, 6 bytes in 0.3 s from 127.0.0.1:1');
	t.is(humanLine({...done, savedAs: 'f'}), 'f: saved, 6 bytes in 0.3 s from 127.0.0.1:1');
});
