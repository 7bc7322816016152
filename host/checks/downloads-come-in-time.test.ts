import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {downloadsComeInTime} from './downloads-come-in-time.ts';

const asked = {type: 'download-asked', actor: 'bob', file: 'cat.jpg'} as const;
const ended = {type: 'download-ended', actor: 'bob', file: 'cat.jpg'} as const;
const whole = {type: 'story-ended', outcome: 'whole'} as const;
const tooLate = {type: 'story-ended', outcome: 'deadline', because: 'the scenario was not over after 60 s'} as const;

test('passes when every file that was asked for came', t => {
	t.is(downloadsComeInTime.judge(historyOf(asked, {...ended, outcome: 'ok'}, whole)).verdict, 'pass');
});

test('fails with the download that failed, and why', t => {
	const history = historyOf(asked, {...ended, outcome: 'failed', because: 'nobody has it'}, whole);
	t.deepEqual(downloadsComeInTime.judge(history), {
		verdict: 'fail',
		because: 'bob did not get cat.jpg (nobody has it)',
		evidence: history.slice(1, 2),
		late: [{from: 0, to: 1}],
	});
});

test('fails with the download that the deadline came before', t => {
	const history = historyOf(asked, tooLate, {...ended, outcome: 'unknown'});
	t.deepEqual(downloadsComeInTime.judge(history), {
		verdict: 'fail',
		because: 'bob had not got cat.jpg in time',
		evidence: history.slice(0, 1),
		late: [{from: 0, to: 1}],
	});
});

test('what comes after the deadline came too late', t => {
	t.is(downloadsComeInTime.judge(historyOf(asked, tooLate, {...ended, outcome: 'ok'})).verdict, 'fail');
});

test('says nothing about a download that another program kept from its end', t => {
	const stuck = {type: 'story-ended', outcome: 'stuck', because: 'the tracker never came'} as const;
	t.is(downloadsComeInTime.judge(historyOf(asked, stuck)).verdict, 'unknown');
});

test('says nothing about a run in which nobody asked, or that has no end', t => {
	t.is(downloadsComeInTime.judge(historyOf(whole)).verdict, 'unknown');
	t.is(downloadsComeInTime.judge(historyOf(asked, {...ended, outcome: 'ok'})).verdict, 'unknown');
});

test('a download has ended when it ended for who asked, with the file that was asked for, and not before', t => {
	for (const other of [{actor: 'carol'}, {file: 'dog.jpg'}]) {
		const history = historyOf(asked, {...ended, ...other, outcome: 'ok'}, tooLate);
		t.is(downloadsComeInTime.judge(history).verdict, 'fail', JSON.stringify(other));
	}

	const askedAgain = historyOf({...ended, outcome: 'ok'}, asked, tooLate);
	t.is(downloadsComeInTime.judge(askedAgain).verdict, 'fail');
});
