import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {onlyOnceTheyLeft} from './only-once-they-left.ts';
import {rightFilesDespiteAttack} from './right-files-despite-attack.ts';
import {servesThroughAttack} from './serves-through-attack.ts';
import {trackerAnswersThroughAttack} from './tracker-answers-through-attack.ts';

const attack = {at: 21, type: 'attack', actor: 'mallory', attack: 'never-read', target: 'alice', struck: 40} as const;
const gone: HistoryEvent = {
	at: 20,
	type: 'program-ended',
	actor: 'mallory',
	program: 'peer',
	exitCode: 0,
	signal: null,
	expected: true,
	lastLines: [],
};
const history = [gone, attack];

test('who had more time beside the attackers than there is was late, whenever it came', t => {
	const lateness = onlyOnceTheyLeft(history, {mostSeconds: 10})({from: 5, to: 20.4, seconds: 15.4});
	t.is(lateness?.is, 'late');
	t.is(Math.round(lateness?.seconds ?? 0), 15);
});

test('who had less is not judged; who came soon, before they left, or was asked afterwards, is not held up by them', t => {
	const latenessOf = onlyOnceTheyLeft(history, {mostSeconds: 10});
	t.is(latenessOf({from: 13, to: 20.4, seconds: 7.4})?.is, 'unclear');
	t.is(latenessOf({from: 16, to: 20.4, seconds: 4.4}), undefined);
	t.is(latenessOf({from: 3, to: 18, seconds: 15}), undefined);
	t.is(latenessOf({from: 20.5, to: 29, seconds: 8.5}), undefined);
});

test('an uploader is there until the scenario stops it: what comes right before did not wait for that', t => {
	const uploads = [gone, {...attack, attack: 'silence'}];
	t.is(onlyOnceTheyLeft(uploads, {mostSeconds: 10})({from: 5, to: 19.9, seconds: 14.9}), undefined);
});

const shares: HistoryEvent = {at: 0, type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 9, sha256: 'right'};
const whole: HistoryEvent = {at: 25, type: 'story-ended', outcome: 'whole', fairSeconds: 25};

test('a file that came only once the attackers had left was not got despite them', t => {
	const asked: HistoryEvent = {at: 3.4, type: 'download-asked', actor: 'bob', file: 'cat.jpg'};
	const ended = {
		at: 20.4,
		type: 'download-ended',
		actor: 'bob',
		file: 'cat.jpg',
		outcome: 'ok',
		sha256: 'right',
	} as const;
	t.like(rightFilesDespiteAttack.judge([shares, asked, ended, ...history, whole]), {
		verdict: 'fail',
		because: 'bob got cat.jpg only once the attackers had left, after 17 s',
	});
	t.is(rightFilesDespiteAttack.judge([shares, {...asked, at: 13}, ended, ...history, whole]).verdict, 'unknown');
	t.is(rightFilesDespiteAttack.judge([shares, {...asked, at: 18}, ended, ...history, whole]).verdict, 'pass');
	const crowded: HistoryEvent = {at: 25, type: 'story-ended', outcome: 'whole', fairSeconds: 10};
	t.is(rightFilesDespiteAttack.judge([shares, asked, ended, ...history, crowded]).verdict, 'unknown');
});

test('an answer that came only once the attackers had left, after long, fails a peer; one of a tracker after less is undecided', t => {
	const served = {
		at: 20.4,
		type: 'exchange',
		actor: 'alice',
		request: 'GET cat.jpg OSP2P',
		codes: [],
		data: ['9 bytes, SHA-256 right'],
		seconds: 9,
	} as const;
	t.is(servesThroughAttack.judge([shares, served, ...history, whole]).verdict, 'unknown');
	t.is(servesThroughAttack.judge([shares, {...served, seconds: 11}, ...history, whole]).verdict, 'fail');
	const who = {...served, actor: 'tracker', request: 'WHO', codes: ['200 '], data: [], seconds: 2} as const;
	const flood = [gone, {...attack, attack: 'tracker-flood', target: 'tracker'}];
	t.is(trackerAnswersThroughAttack.judge([who, ...flood, whole]).verdict, 'unknown');
	t.is(trackerAnswersThroughAttack.judge([{...who, seconds: 1}, ...flood, whole]).verdict, 'pass');
});
