import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {rightFilesOrNone} from './right-files-or-none.ts';

const shares: HistoryEvent = {at: 0, type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 9, sha256: 'right'};
const asked: HistoryEvent = {at: 1, type: 'download-asked', actor: 'bob', file: 'cat.jpg'};
const ended = {at: 3, type: 'download-ended', actor: 'bob', file: 'cat.jpg', outcome: 'ok', sha256: 'right'} as const;

test('the right file passes, and so does none, whether it was refused, or not yet there', t => {
	for (const end of [
		[ended],
		[],
		[{...ended, outcome: 'failed'} as const],
		[{...ended, outcome: 'unknown'} as const],
	]) {
		t.is(rightFilesOrNone.judge([shares, asked, ...end]).verdict, 'pass');
	}
});

test('wrong bytes fail, with the download as evidence', t => {
	const wrong = {...ended, sha256: 'wrong', bytes: 7};
	t.deepEqual(rightFilesOrNone.judge([shares, asked, wrong]), {
		verdict: 'fail',
		because: 'bob took wrong bytes (7) for cat.jpg',
		evidence: [wrong],
	});
});

test('says nothing about a run in which nobody asked', t => {
	t.is(rightFilesOrNone.judge([shares]).verdict, 'unknown');
});
