import test from 'ava';
import type {ReportedCase} from './reported-case.ts';
import {gradeBy, isOnlyBuilt, pointsLost, type Rubric} from './rubric.ts';

const one = (id: string, verdict: ReportedCase['verdict'], more: Partial<ReportedCase> = {}): ReportedCase => ({
	id,
	group: id.split('/')[0] ?? '',
	title: id,
	level: 'must',
	verdict,
	lines: [],
	...more,
});

const rubric: Rubric = {
	schemaVersion: 1,
	title: 'Lab',
	rows: [{title: 'All', points: 10, cases: ['build/*', 'silence/*']}],
};

test('claims about the run itself earn nothing', t => {
	const struck = one('silence/attack-struck', 'pass', {aboutRun: true});
	const ends = one('silence/story-ends', 'pass', {aboutRun: true});
	t.is(gradeBy(rubric, [struck, ends, one('silence/right-files', 'fail')])[0]?.score, 0);
	t.is(gradeBy(rubric, [struck, one('silence/right-files', 'pass'), one('silence/stays-up', 'fail')])[0]?.score, 5);
});

test('what is only built yet has no points', t => {
	const built = one('build/builds', 'pass');
	const pending = one('silence/run', 'not run', {pending: true});
	t.true(isOnlyBuilt([built, pending]));
	t.is(gradeBy(rubric, [built, pending])[0]?.score, 0);
	t.false(isOnlyBuilt([built, one('silence/right-files', 'pass'), pending]));
	t.is(gradeBy(rubric, [built, one('silence/right-files', 'pass'), pending])[0]?.score, 10);
});

test('a case that did not pass costs its share, and what was not run costs nothing', t => {
	const cases = [
		one('silence/a', 'fail'),
		one('silence/b', 'unknown'),
		one('silence/c', 'pass'),
		one('silence/d', 'not run'),
	];
	t.deepEqual(
		[...pointsLost(rubric, cases)].map(([{id}, points]) => [id, points]),
		[
			['silence/a', 10 / 3],
			['silence/b', 10 / 3],
		],
	);
});
