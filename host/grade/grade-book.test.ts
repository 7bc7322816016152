import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {allScenarios} from '../commands/all-scenarios.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {gradeBy} from '../report/rubric.ts';
import {GradeBook, type GradePlan} from './grade-book.ts';
import {tasksOf} from './grade-class.ts';
import {knownNames} from './grade-file.ts';
import {type UnitResult, unitsFor} from './grade-unit.ts';
import {loadRubric} from './load-rubric.ts';
import type {Submission} from './submission.ts';
import {writeClass} from './write-class.ts';

const planIn = async (t: ExecutionContext): Promise<GradePlan> => {
	const out = await mkdtemp(join(tmpdir(), 'grades-'));
	t.teardown(() => rm(out, {recursive: true}));
	const rubric = await loadRubric(undefined, {role: 'peer', workingFolder: '/'});
	return {
		role: 'peer',
		seed: 1,
		conditions: {'--args': 'default', '--disk': '512'},
		rubric,
		units: ['protocol', 'good'],
		out,
	};
};

const submission: Submission = {name: 'ann', source: {kind: 'path', path: '/ann'}, digest: 'd1'};

const result = (id: string, verdict: ReportedCase['verdict'], final = true): UnitResult => ({
	cases: [{id, group: id, title: id, level: 'must', verdict, lines: []}],
	seconds: 1,
	final,
});

test('what was found out is kept, until what was handed in changes', async t => {
	const plan = await planIn(t);
	const book = await GradeBook.open(plan, submission);
	await book.enter('protocol', result('4/plain', 'pass'));
	t.true((await GradeBook.open(plan, submission)).has('protocol'));
	t.false((await GradeBook.open(plan, {...submission, digest: 'd2'})).has('protocol'));
	t.false((await GradeBook.open({...plan, seed: 2}, submission)).has('protocol'));
});

test('what was found out under other conditions is not kept, and why is told', async t => {
	const plan = await planIn(t);
	await (await GradeBook.open(plan, submission)).enter('protocol', result('4/plain', 'pass'));
	const opened = await GradeBook.open({...plan, conditions: {'--args': '{files}', '--disk': '512'}}, submission);
	t.false(opened.has('protocol'));
	t.is(opened.anewBecause, 'other than before: --args');
	t.is((await GradeBook.open(plan, submission)).anewBecause, undefined);
});

test('a damaged result is no result: it is done again', async t => {
	const plan = await planIn(t);
	const book = await GradeBook.open(plan, submission);
	for (const text of ['', '{"schemaVersion":2}', 'null', '[]', '{"schemaVersion":2,"path":"/ann","units":']) {
		await book.enter('protocol', result('4/plain', 'pass'));
		await writeFile(join(plan.out, 'ann', 'results.json'), text);
		t.false((await GradeBook.open(plan, submission)).has('protocol'), text);
	}

	t.deepEqual(await knownNames(plan.out), new Map());
	await book.write();
	t.deepEqual(await knownNames(plan.out), new Map([['/ann', 'ann']]));
});

test('what the harness failed at is done again', async t => {
	const plan = await planIn(t);
	const book = await GradeBook.open(plan, submission);
	await book.enter('good', result('good/run', 'error', false));
	const again = await GradeBook.open(plan, submission);
	const units = [{kind: 'protocol', name: 'protocol'}] as const;
	t.false(again.has('good'));
	t.is(tasksOf(units, [again]).length, 1);
});

test('what does not build is not asked, and what does not serve is not attacked', async t => {
	const plan = await planIn(t);
	const book = await GradeBook.open(plan, submission);
	const [, protocol, scenario] = unitsFor('peer', await allScenarios());
	t.is(protocol && book.pointless(protocol), undefined);
	await book.enter('build', result('build/builds', 'pass'));
	await book.enter('protocol', result('4/registers', 'fail'));
	t.is(protocol && book.pointless(protocol), undefined);
	t.regex((scenario && book.pointless(scenario)) ?? '', /did not come to serve/);
	await book.enter('build', result('build/builds', 'fail'));
	t.regex((protocol && book.pointless(protocol)) ?? '', /does not build/);
});

test('a scenario that was run while the program was seen not to serve tells that no second time', async t => {
	const book = await GradeBook.open(await planIn(t), submission);
	await book.enter('good', result('good/programs-stay-up', 'fail'));
	await book.enter('protocol', result('4/plain', 'pass'));
	t.true(book.cases.some(({id}) => id === 'good/programs-stay-up'));
	await book.enter('protocol', result('4/registers', 'fail'));
	t.deepEqual(
		book.cases.map(({id, verdict, forfeited}) => [id, verdict, forfeited]),
		[
			['4/registers', 'fail', undefined],
			['good/run', 'not run', true],
		],
	);
});

test('work that was not done is told as not run, and all reports are there after the first result', async t => {
	const plan = await planIn(t);
	const book = await GradeBook.open(plan, submission);
	await book.enter('protocol', result('4/plain', 'pass'));
	await writeClass(plan, [book]);
	t.deepEqual(
		book.cases.map(({id, verdict}) => [id, verdict]),
		[
			['4/plain', 'pass'],
			['good/run', 'not run'],
		],
	);
	t.is(book.score, 30);
	t.deepEqual((await readdir(join(plan.out, 'ann'))).sort(), [
		'gradescope',
		'junit.xml',
		'report.html',
		'report.md',
		'results.json',
		'results.tap',
	]);
	t.deepEqual((await readdir(plan.out)).sort(), ['ann', 'index.html', 'matrix.csv']);
	t.like(JSON.parse(await readFile(join(plan.out, 'ann/results.json'), 'utf8')), {
		schemaVersion: 2,
		score: 30,
		maxScore: 100,
		seconds: 1,
		complete: false,
	});
});

test('what is only for information stands in the table of the class, not on its page', async t => {
	const plan = await planIn(t);
	const book = await GradeBook.open(plan, submission);
	const {cases} = result('4/odd-habit', 'fail');
	await book.enter('protocol', {
		...result('4/plain', 'pass'),
		cases: [...result('4/plain', 'pass').cases, ...cases.map(one => ({...one, level: 'information'}) as const)],
	});
	await writeClass(plan, [book]);
	const [table, page] = await Promise.all(
		['matrix.csv', 'index.html'].map(name => readFile(join(plan.out, name), 'utf8')),
	);
	t.true(table?.includes('4/odd-habit'));
	t.false(page?.includes('4/odd-habit'));
	t.true(page?.includes('4/plain'));
});

test('a report leads to the page of each scenario that was run, and of nothing else', async t => {
	const plan = {...(await planIn(t)), units: ['build', 'good']};
	const book = await GradeBook.open(plan, submission);
	await book.enter('build', {...result('build', 'fail'), folder: 'runs/build'});
	await book.enter('good', {...result('good', 'fail'), folder: 'runs/good-1'});
	const report = await readFile(join(plan.out, 'ann/report.md'), 'utf8');
	t.true(report.includes('runs/good-1/report.html'));
	t.false(report.includes('runs/build/report.html'));
});

test('everybody is built first, and then each has all of its work done together', async t => {
	const plan = await planIn(t);
	const books = await Promise.all(['ann', 'bob'].map(name => GradeBook.open(plan, {...submission, name})));
	const all = unitsFor('peer', await allScenarios());
	const attacks = all.filter(unit => unit.kind === 'scenario' && unit.scenario.group === 'bad').slice(0, 2);
	const units = [...all.slice(0, 2), ...attacks];
	const [first, second] = attacks.map(({name}) => name);
	t.deepEqual(
		tasksOf(units, books).map(({unit, book}) => `${unit.name} ${book.name}`),
		[
			...['build ann', 'build bob'],
			...['protocol ann', `${first} ann`, `${second} ann`],
			...['protocol bob', `${first} bob`, `${second} bob`],
		],
	);
});

for (const role of ['peer', 'tracker'] as const) {
	test(`the default rubric for a ${role} gives all points for all passed, and every scenario counts`, async t => {
		const rubric = await loadRubric(undefined, {role, workingFolder: '/'});
		const scenarios = unitsFor(role, await allScenarios()).map(({name}) => name);
		const ids = [...scenarios, ...(role === 'peer' ? ['4'] : ['1.1', '2.3', '3', '3.1'])].map(name => `${name}/x`);
		const cases = ids.map(
			(id): ReportedCase => ({id, group: '', title: '', level: 'must', verdict: 'pass', lines: []}),
		);
		const rows = gradeBy(rubric, cases);
		t.is(
			rows.reduce((sum, {score}) => sum + score, 0),
			100,
		);
		t.is(
			rows.reduce((sum, row) => sum + row.cases.length, 0),
			cases.length,
		);
		// The last row takes what no other took: only attacks may be left to it.
		const groups = new Map((await allScenarios()).map(({name, group}) => [`${name}/x`, group]));
		const last = rows.at(-1)?.cases.map(({id}) => groups.get(id)) ?? [];
		t.deepEqual([...new Set(last)].sort(), role === 'peer' ? ['bad', undefined] : ['bad', 'network', undefined]);
	});
}

test('a rubric that cannot be used is refused with its place', async t => {
	await t.throwsAsync(loadRubric('nope.json', {role: 'peer', workingFolder: '/nowhere'}), {
		message: /\/nowhere\/nope\.json cannot be used/,
	});
});
