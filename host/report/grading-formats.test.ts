import test from 'ava';
import {classCsv, classMatrix} from './class-matrix.ts';
import {classPage, groupCell} from './class-page.ts';
import {gradescopeJson} from './gradescope.ts';
import type {ReportedCase} from './reported-case.ts';
import {gradeBy, parseRubric, type Rubric} from './rubric.ts';
import {studentPage} from './student-page.ts';
import {studentReport} from './student-report.ts';

const one = (id: string, verdict: ReportedCase['verdict'], level: ReportedCase['level'] = 'must'): ReportedCase => ({
	id,
	group: id.split('/')[0] ?? '',
	title: `claim of ${id}`,
	level,
	verdict,
	...(verdict !== 'pass' && {because: 'it did not'}),
	lines: verdict === 'fail' ? ['→ WHO', '```', '← 500'] : [],
	advice: 'the parser',
});

const cases = [
	one('3/who', 'pass'),
	one('3/want', 'fail'),
	one('3/hint', 'pass', 'information'),
	one('good/files', 'pass'),
	one('good/time', 'unknown', 'should'),
];

const rubric: Rubric = {
	schemaVersion: 1,
	title: 'Lab',
	rows: [
		{title: 'One request', points: 5, cases: ['3/who']},
		{title: 'The rest of section 3', points: 10, cases: ['3/*']},
		{title: 'Scenarios', points: 20, cases: ['good/*', 'network/*']},
		{title: 'All of them', points: 7, cases: ['good/*'], allOrNothing: true},
		{title: 'Never run', points: 3, cases: ['bad/*']},
	],
};

test('points are shared by the cases of a row, and a case counts once', t => {
	t.deepEqual(
		gradeBy(rubric, cases).map(({passed, score, cases: theirs}) => [passed, theirs.length, score]),
		[
			[1, 1, 5],
			[0, 1, 0],
			[1, 2, 10],
			[0, 0, 0],
			[0, 0, 0],
		],
	);
});

test('all or nothing is nothing when one case did not pass', t => {
	const row = {title: 'x', points: 8, cases: ['good/*'], allOrNothing: true};
	t.is(gradeBy({...rubric, rows: [row]}, cases)[0]?.score, 0);
	t.is(gradeBy({...rubric, rows: [{...row, levels: ['must']}]}, cases)[0]?.score, 8);
});

test('what was not run costs nothing, unless nothing was run', t => {
	const row = {title: 'x', points: 8, cases: ['slow/*']};
	const grade = (...theirs: readonly ReportedCase[]): number | undefined =>
		gradeBy({...rubric, rows: [row]}, theirs)[0]?.score;
	t.is(grade(one('slow/a', 'pass'), one('slow/b', 'not run')), 8);
	t.is(grade(one('slow/b', 'not run')), 0);
	t.is(grade(one('slow/a', 'pass'), one('slow/b', 'unknown')), 4);
});

test('a rubric with a mistake is refused, and the place is named', t => {
	t.deepEqual(parseRubric(JSON.stringify(rubric)), rubric);
	const complaint = (change: object): string | undefined =>
		t.throws(() => parseRubric(JSON.stringify({...rubric, ...change})))?.message;
	t.regex(complaint({schemaVersion: 2}) ?? '', /schemaVersion/);
	t.regex(complaint({rows: [{title: 'a', points: -1, cases: ['x']}]}) ?? '', /row 1: "points"/);
	t.regex(complaint({rows: [{title: 'a', points: 1, cases: []}]}) ?? '', /row 1: "cases"/);
	t.regex(complaint({rows: [{title: 'a', points: 1, cases: ['x'], levels: ['may']}]}) ?? '', /"levels"/);
});

test('Gradescope gets one test a row, a total, and what is only information apart', t => {
	const {score, tests} = JSON.parse(gradescopeJson(cases, {rubric, seconds: 12.4}));
	t.is(score, 15);
	t.is(tests.length, 6);
	t.like(tests[0], {status: 'passed', score: 5, max_score: 5});
	t.like(tests[1], {status: 'failed', score: 0});
	t.regex(tests[1].output, /claim of 3\/want[\s\S]*it did not[\s\S]*Look at: the parser/);
	t.like(tests[5], {name: 'For information'});
});

test('a student reads first what is broken, with the lines that show it, and nothing is markup', t => {
	const report = studentReport('<b>me</b>', cases, {role: 'tracker'});
	t.regex(report, /^# \\<b\\>me\\<\/b\\>: what your tracker did/);
	t.regex(report, /## What has to be mended\n\n### claim of 3\/want[\s\S]*````text\n→ WHO\n```\n← 500\n````/);
	t.true(report.indexOf('mended') < report.indexOf('## What is right'));
	t.regex(report, /## What could not be decided/);
});

test('the matrix of a class has every case as a column; what was never reached is not run', t => {
	const matrix = classMatrix([
		{name: 'team 10', cases: [one('3/who', 'pass')], score: 5},
		{name: 'team 9', cases, score: 15},
	]);
	t.deepEqual(
		matrix.rows.map(({name}) => name),
		['team 9', 'team 10'],
	);
	t.deepEqual(matrix.rows[1]?.verdicts, ['pass', 'not run', 'not run', 'not run', 'not run']);
	const [head, first, ...rest] = classCsv(matrix).split('\r\n');
	t.is(head, 'submission,score,passed,failed,undecided,3/who,3/want,3/hint,good/files,good/time');
	t.is(first, 'team 9,15,3,1,1,pass,fail,pass,pass,unknown');
	t.is(rest.length, 2);
	t.regex(classPage(matrix, {title: 'Lab', total: 45, linkOf: name => `${name}/report.md`}), /team 9\/report\.md/);
});

test('a cell for a group of cases tells how many failed, and which', t => {
	const group = (ids: readonly string[]) => groupCell(cases.filter(({id}) => ids.includes(id)));
	t.deepEqual(group(['3/who']), {verdict: 'pass', text: '✔', hint: 'all passed'});
	t.like(group(['3/who', '3/want', 'good/time']), {verdict: 'fail', text: '1', hint: 'fail: claim of 3/want'});
	t.like(group(['3/who', 'good/time']), {verdict: 'unknown', text: '?'});
	t.like(group([]), {verdict: 'not run'});
});

test('the page for a student has the points, what is broken with its lines, and the way to the run; nothing is markup', t => {
	const rows = gradeBy(rubric, cases);
	const runOf = (group: string) => (group === cases[1]?.group ? 'runs/x/report.html' : undefined);
	const page = studentPage('<b>me</b>', cases, {role: 'tracker', rows, runOf});
	t.notRegex(page, /<b>me/);
	t.regex(page, /What has to be mended \(1\)[\s\S]*claim of 3\/want[\s\S]*→ WHO[\s\S]*href="runs\/x\/report\.html"/);
});

test('what a program forfeited costs; what the harness left out does not', t => {
	const left: ReportedCase = {...one('3/who', 'not run'), forfeited: true};
	const row = {title: 'r', points: 10, cases: ['*']};
	const score = (...all: readonly ReportedCase[]) => gradeBy({schemaVersion: 1, title: '', rows: [row]}, all)[0]?.score;
	t.is(score(one('3/a', 'pass'), one('3/who', 'not run')), 10);
	t.is(score(one('3/a', 'pass'), left), 5);
});

test('CSV disarms what a spreadsheet would run', t => {
	const matrix = classMatrix([{name: '=cmd("x"),1', cases: [], score: 0}]);
	t.regex(classCsv(matrix), /\r\n"'=cmd\(""x""\),1",0,/);
});

test('as long as grading goes on, every page says that the points are not the last word', t => {
	const going = [...cases, {...one('slow/run', 'not run'), because: 'not yet', pending: true as const}];
	const text = 'Grading is not through: 1 piece of work is still to be done.';
	t.true(studentReport('me', going, {role: 'peer'}).includes(`${text} 3 of 5 cases passed.`));
	t.false(studentReport('me', cases, {role: 'peer'}).includes('Grading is not through'));
	const page = (all: readonly ReportedCase[]) =>
		studentPage('me', all, {role: 'peer', rows: gradeBy(rubric, all), runOf: () => undefined});
	t.true(page(going).includes(`15 of 45 points so far. ${text}`));
	t.false(page(cases).includes('so far'));
	const classOf = (all: readonly ReportedCase[]) =>
		classPage(classMatrix([{name: 'me', cases: all, score: 15}]), {title: 'Lab', total: 45, linkOf: name => name});
	t.regex(classOf(going), /<b>1<\/b><span class="soft">not graded to the end yet/);
	t.notRegex(classOf(cases), /not graded to the end/);
});

test('what was not run is told once for each reason', t => {
	const because = 'it does not build';
	const none = ['good/run', 'slow/run'].map(id => ({...one(id, 'not run'), because}));
	t.regex(studentReport('me', none, {role: 'peer'}), /^- · it does not build: \*good\/run\*, \*slow\/run\*$/m);
});
