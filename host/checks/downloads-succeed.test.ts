import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {downloadsSucceed} from './downloads-succeed.ts';

const asked = {type: 'download-asked', actor: 'bob', file: 'cat.jpg'} as const;
const ended = {type: 'download-ended', actor: 'bob', file: 'cat.jpg'} as const;

test('passes when every file that was asked for came', t => {
	t.is(downloadsSucceed.judge(historyOf(asked, {...ended, outcome: 'ok'})).verdict, 'pass');
});

test('fails with the download that failed, and why', t => {
	const history = historyOf(asked, {...ended, outcome: 'failed', because: 'nobody has it'});
	t.deepEqual(downloadsSucceed.judge(history), {
		verdict: 'fail',
		because: '1 of 1 downloads failed: bob did not get cat.jpg (nobody has it)',
		evidence: history.slice(1),
		late: [{from: 0, to: 1}],
	});
});

test('says nothing about a download that neither came nor failed', t => {
	t.is(downloadsSucceed.judge(historyOf(asked, {...ended, outcome: 'unknown'})).verdict, 'unknown');
	t.is(downloadsSucceed.judge(historyOf(asked)).verdict, 'unknown');
});

test('says nothing about a run in which nobody asked', t => {
	t.is(downloadsSucceed.judge(historyOf()).verdict, 'unknown');
});
