import test from 'ava';
import {DownloadWatch, endOf, type Sight} from './download-watch.ts';

const open = {file: 'cat.jpg', askedMs: 0};
const told = {
	event: 'download-done',
	file: 'cat.jpg',
	savedAs: 'cat.jpg',
	bytes: 4,
	from: '1.2.3.4:5',
	seconds: 1,
} as const;
const right = {bytes: 4, sha256: 'aa'};
const nothing: Sight = {measured: undefined, rightDigests: new Set(['aa']), isAnnounced: false, exit: undefined};

test('a download is over when the right bytes are there, whatever the program says', t => {
	t.deepEqual(endOf(open, {...nothing, measured: right}), {outcome: 'ok'});
});

test('other bytes may be half of the right ones: not over yet', t => {
	t.is(endOf(open, {...nothing, measured: {bytes: 2, sha256: 'bb'}}), undefined);
	t.is(endOf(open, nothing), undefined);
});

test('a program that announces a file takes it for whole, right or wrong', t => {
	t.deepEqual(endOf(open, {...nothing, measured: {bytes: 2, sha256: 'bb'}, isAnnounced: true}), {outcome: 'ok'});
});

test('saying "done" without a file is a failure', t => {
	t.is(endOf({...open, told}, nothing)?.outcome, 'failed');
	t.is(endOf({...open, told}, {...nothing, measured: right})?.outcome, 'ok');
});

test('a program that gives up or ends has failed', t => {
	const because = 'nobody has it';
	t.deepEqual(endOf({...open, told: {event: 'download-failed', file: 'cat.jpg', because}}, nothing), {
		outcome: 'failed',
		because,
	});
	t.is(endOf(open, {...nothing, exit: {exitCode: 1, signal: null, lastLines: []}})?.outcome, 'failed');
});

test('what is said of files nobody asked for is passed over', t => {
	const watch = new DownloadWatch();
	watch.ask('cat.jpg', {nowMs: 7});
	watch.hear({...told, file: 'dog.jpg'});
	t.deepEqual(watch.open(), [{file: 'cat.jpg', askedMs: 7}]);
	watch.hear(told);
	t.deepEqual(watch.open(['cat.jpg']), [{file: 'cat.jpg', askedMs: 7, told}]);
	watch.end('cat.jpg');
	t.deepEqual(watch.open(), []);
});
