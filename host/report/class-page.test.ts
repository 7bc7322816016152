import test from 'ava';
import {classMatrix} from './class-matrix.ts';
import {classPage} from './class-page.ts';
import type {ReportedCase} from './reported-case.ts';

const one = (id: string, verdict: ReportedCase['verdict'], more: Partial<ReportedCase> = {}): ReportedCase => ({
	id,
	group: id.split('/')[0] ?? '',
	title: `claim of ${id}`,
	level: 'must',
	verdict,
	lines: [],
	...more,
});

const pageOf = (cases: readonly ReportedCase[], only?: string): string =>
	classPage(classMatrix([{name: 'ann', cases, score: 30}]), {title: 'Lab', total: 100, linkOf: name => name, only});

test('a submission that is only built yet has no points on the page', t => {
	const page = pageOf([one('build/builds', 'pass'), one('good/run', 'not run', {pending: true})]);
	t.regex(page, /only built yet/);
	t.notRegex(page, />30/);
	t.notRegex(page, /points on average/);
});

test('a column in which nobody has anything is left out', t => {
	const page = pageOf([one('4/plain', 'pass'), one('good/run', 'not run', {pending: true})]);
	for (const empty of ['must be mended', 'better otherwise', 'undecided', 'not run<', 'to mend first', 'good/run']) {
		t.false(page.replace(/<span class="pill[^>]*>[^<]*<\/span>/g, '').includes(empty), empty);
	}

	t.regex(pageOf([one('4/plain', 'fail')]), /must be mended[\s\S]*to mend first/);
});

test('a page of a part of the work says so', t => {
	t.regex(pageOf([one('4/plain', 'pass')], 'good'), /Only a part was graded \(--only good\)/);
	t.notRegex(pageOf([one('4/plain', 'pass')]), /Only a part/);
});
