import test from 'ava';
import {amount, humanLine, readableName} from './human-line.ts';
import type {PeerEvent} from './peer-event.ts';

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

const file = 'na\u00c3\u00afve';

const reads = test.macro({
	title: (_, event: PeerEvent, line: string | undefined) => `"${event.event}" reads "${line}"`,
	exec(t, event: PeerEvent, line: string | undefined) {
		t.is(humanLine(event), line);
	},
});

test(reads, {event: 'registered', alias: 'bob', files: 1}, 'registered as bob with 1 file');
test(reads, {event: 'registered', alias: 'bob', files: 0}, 'registered as bob with 0 files');
test(reads, {event: 'withdrawn', file}, 'naïve is gone; the tracker was told');
test(reads, {event: 'announce-refused', file, because: 'why'}, 'the tracker does not take naïve: why');
test(reads, {event: 'download-attempt', file, from: 'a:1'}, 'naïve: asking a:1');
test(reads, {event: 'attempt-failed', file, from: 'a:1', because: 'why'}, 'naïve: not from a:1: why');
test(reads, {event: 'download-failed', file, because: 'why'}, 'naïve: did not come: why');
test(reads, {event: 'upload-done', file, to: 'a:1', bytes: 2048, seconds: 1}, 'sent naïve to a:1, 2.0 KiB in 1.0 s');
test(reads, {event: 'upload-failed', file, to: 'a:1', bytes: 1, because: 'why'}, 'could not send naïve to a:1: why');
test(reads, {event: 'refused', from: 'a:1', because: 'why', times: 1}, 'refused a:1: why');
test(reads, {event: 'refused', from: 'a:1', because: 'why', times: 2}, 'refused a:1 (2 times): why');
test(reads, {event: 'tracker-lost', because: 'why'}, 'the tracker is away (why); trying again');
test(reads, {event: 'tracker-back'}, 'the tracker is back');
test(reads, {event: 'warning', text: 'mind the gap'}, 'mind the gap');
test(reads, {event: 'exiting', because: 'why'}, 'exiting: why');
test(reads, {event: 'listening', address: '127.0.0.1', port: 1}, undefined);

test('no reason moves the cursor, whoever wrote it', t => {
	const because = "EACCES: permission denied, open 'a\u001B[2J\u009B\r\nb'";
	t.is(humanLine({event: 'exiting', because}), "exiting: EACCES: permission denied, open 'a?[2J???b'");
});
