import test from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {differences, type Expectations, expectationsOf} from './expectations.ts';
import {TWELVE} from './twelve.ts';

const one = (id: string, verdict: ReportedCase['verdict'], because?: string): ReportedCase => ({
	id,
	group: '',
	title: id,
	level: 'must',
	verdict,
	...(because !== undefined && {because}),
	lines: [],
});

const grades = (...cases: readonly ReportedCase[]) => new Map([['ann', new Map(cases.map(each => [each.id, each]))]]);

test('what is recorded is expected', t => {
	const found = grades(one('4/plain', 'pass'), one('4/dot', 'fail'));
	t.deepEqual(expectationsOf(found), {cases: ['4/dot', '4/plain'], peers: {ann: {'4/dot': 'fail'}}});
	t.deepEqual(differences(expectationsOf(found), found), []);
});

test('every difference is told: another verdict, a case that is gone, one that is new, a peer nobody expects', t => {
	const expected = expectationsOf(grades(one('a', 'pass'), one('b', 'fail')));
	t.deepEqual(differences(expected, grades(one('a', 'fail', 'it died'), one('c', 'pass'))), [
		'ann a: fail, expected pass (it died)',
		'ann b: no such case, expected fail',
		'ann c: pass, expected no such case',
	]);
	t.regex(differences({...expected, peers: {}}, grades(one('a', 'pass')))[0] ?? '', /nothing is expected/);
});

test('undecided is a difference, unless the machine was too crowded', t => {
	const expected = expectationsOf(grades(one('a', 'pass')));
	t.is(differences(expected, grades(one('a', 'unknown', 'nobody attacked'))).length, 1);
	t.is(differences(expected, grades(one('a', 'unknown', 'the machine was too crowded to tell'))).length, 0);
});

test('what is recorded anew keeps what is named as random, and what a crowd left undecided', t => {
	const before: Expectations = {cases: ['a', 'b', 'c'], peers: {ann: {a: 'pass or fail', b: 'fail'}}};
	const found = grades(one('a', 'fail'), one('b', 'unknown', 'the machine was too crowded to tell'), one('c', 'fail'));
	t.deepEqual(expectationsOf(found, before).peers, {ann: {a: 'pass or fail', b: 'fail', c: 'fail'}});
	t.deepEqual(expectationsOf(grades(one('a', 'unknown')), before).peers, {ann: {a: 'unknown'}});
});

test('a case that only others have is expected to be missing', t => {
	const found = new Map([...grades(one('a', 'pass')), ['bob', new Map([['b', one('b', 'pass')]])]]);
	t.deepEqual(expectationsOf(found).peers, {ann: {b: 'no such case'}, bob: {a: 'no such case'}});
	t.deepEqual(differences(expectationsOf(found), found), []);
});

test('with another seed only a pass for a fail, or a fail for a pass, is a difference', t => {
	const expected = expectationsOf(grades(one('a', 'pass'), one('b', 'unknown'), one('c', 'fail')));
	const found = grades(one('a', 'unknown'), one('b', 'fail'), one('c', 'pass'));
	t.is(differences(expected, found).length, 3);
	t.deepEqual(differences(expected, found, {isSameSeed: false}), ['ann c: pass, expected fail']);
});

test('there are twelve peers, each with a name of its own', t => {
	t.is(new Set(TWELVE.map(({name}) => name)).size, 12);
});
