import test from 'ava';
import {mendFirst} from './mend-first.ts';
import type {ReportedCase} from './reported-case.ts';
import {pointsLost, type Rubric} from './rubric.ts';

const one = (id: string, verdict: ReportedCase['verdict'], level: ReportedCase['level'] = 'must'): ReportedCase => ({
	id,
	group: id.split('/')[0] ?? '',
	title: id,
	level,
	verdict,
	lines: [],
});

const rubric: Rubric = {
	schemaVersion: 1,
	title: 'Lab',
	rows: [
		{title: 'Small', points: 1, cases: ['4/*']},
		{title: 'Large', points: 30, cases: ['good/*']},
	],
};

test('what is to be mended first costs most points, wherever it stands', t => {
	const cases = [one('4/a', 'fail'), one('4/b', 'fail'), one('good/c', 'pass'), one('good/d', 'fail', 'should')];
	const first = mendFirst({cases, lost: pointsLost(rubric, cases)});
	t.is(first?.dearest.id, 'good/d');
	t.is(first?.points, 15);
});

test('where nothing tells them apart, what must be comes before what should, and the first is taken', t => {
	const cases = [one('4/a', 'fail', 'should'), one('4/b', 'fail'), one('4/c', 'fail')];
	t.is(mendFirst({cases})?.dearest.id, '4/b');
	t.is(mendFirst({cases: [one('4/a', 'pass'), one('4/b', 'unknown')]}), undefined);
});
