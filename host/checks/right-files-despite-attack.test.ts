import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {rightFilesDespiteAttack} from './right-files-despite-attack.ts';

const shares: HistoryEvent = {at: 0, type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 9, sha256: 'right'};
const asked: HistoryEvent = {at: 1, type: 'download-asked', actor: 'bob', file: 'cat.jpg'};
const ended = {at: 3, type: 'download-ended', actor: 'bob', file: 'cat.jpg', outcome: 'ok', sha256: 'right'} as const;
const whole: HistoryEvent = {at: 4, type: 'story-ended', outcome: 'whole'};

test('the right file in time passes', t => {
	t.is(rightFilesDespiteAttack.judge([shares, asked, ended, whole]).verdict, 'pass');
});

test('wrong bytes fail, with the download as evidence', t => {
	const wrong = {...ended, sha256: 'wrong', bytes: 7};
	t.deepEqual(rightFilesDespiteAttack.judge([shares, asked, wrong, whole]), {
		verdict: 'fail',
		because: 'bob took wrong bytes (7) for cat.jpg',
		evidence: [wrong],
	});
});

test('a failed download fails, with its reason', t => {
	const failed = {...ended, outcome: 'failed', because: 'no holder'} as const;
	t.like(rightFilesDespiteAttack.judge([shares, asked, failed, whole]), {
		verdict: 'fail',
		because: 'bob could not get (no holder) cat.jpg',
	});
});

test('not yet at the end is too late: of nothing, of unknown, and of what came when the attackers were stopped', t => {
	const deadline: HistoryEvent = {at: 2, type: 'story-ended', outcome: 'deadline'};
	for (const end of [[], [{...ended, outcome: 'unknown'} as const], [ended]]) {
		t.is(rightFilesDespiteAttack.judge([shares, asked, deadline, ...end]).verdict, 'fail');
	}
});

test('a bait that no honest peer has is not missed', t => {
	const bait: HistoryEvent = {at: 1, type: 'download-asked', actor: 'bob', file: 'bait.jpg'};
	t.is(rightFilesDespiteAttack.judge([shares, asked, bait, ended, whole]).verdict, 'pass');
});

test('says nothing about a run in which nobody asked for what somebody has', t => {
	t.is(rightFilesDespiteAttack.judge([shares, whole]).verdict, 'unknown');
	t.is(rightFilesDespiteAttack.judge([asked, whole]).verdict, 'unknown');
});
