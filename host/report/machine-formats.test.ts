import test from 'ava';
import {junitXml} from './junit.ts';
import {casesOf, casesOfAll, type ReportedCase} from './reported-case.ts';
import {resultsJson} from './results-json.ts';
import {sampleResult} from './sample-result.ts';
import {tap} from './tap.ts';

const hostile: ReportedCase = {
	id: 'bad/<&"\u0000',
	group: 'bad/group "1"',
	title: 'survives # and \\ and <b>',
	level: 'must',
	verdict: 'fail',
	because: 'it said "</testcase>"\nand \u001B died \uD800',
	lines: ['a --- b', '  ...'],
};

test('results.json holds everything but the history', t => {
	const {history: _, ...rest} = sampleResult;
	t.deepEqual(JSON.parse(resultsJson(sampleResult)), JSON.parse(JSON.stringify(rest)));
});

test('JUnit counts a broken must as a failure, an undecided one as an error, and lesser ones as skipped', t => {
	const cases = casesOf(sampleResult);
	t.regex(junitXml('all', cases), /<testsuites name="all" tests="3" failures="1" errors="0" skipped="1" /);
	const undecided = cases.map(one => ({...one, level: 'must' as const}));
	t.regex(junitXml('all', undecided), /<testsuites name="all" tests="3" failures="1" errors="1" skipped="0" /);
});

test('JUnit stays well formed, whatever a program said', t => {
	const xml = junitXml('x', [hostile]);
	t.notRegex(xml, /[\u0000-\u0008\u001B]|\p{Surrogate}/u);
	t.is(xml.match(/<\/testcase>/g)?.length, 1);
	t.regex(xml, /classname="bad\/group &quot;1&quot;"/);
	// Nothing but our own tags is left once attributes are gone.
	const tags = [...xml.replaceAll(/"[^"]*"/g, '""').matchAll(/<\/?(\w+)/g)].map(([, name]) => name);
	t.deepEqual([...new Set(tags)].sort(), ['failure', 'testcase', 'testsuite', 'testsuites']);
});

test('TAP plans as many points as it has, and escapes what would be a directive', t => {
	const lines = tap([hostile, ...casesOf(sampleResult)]).split('\n');
	t.is(lines[1], '1..4');
	t.is(lines.filter(line => /^(not )?ok \d/.test(line)).length, 4);
	t.regex(lines[2] ?? '', /^not ok 1 - .*survives \\# and \\\\ and <b>$/);
	// TODO is TAP's own directive: a failure that does not count.
	t.true(lines.some(line => /^not ok 4 - .* # TODO should$/.test(line)));
});

test('a scenario that came to no verdict is one case that says why', t => {
	const [one, ...others] = casesOf({
		...sampleResult,
		checks: [],
		verdict: 'not run',
		problem: {message: 'it needs a guest'},
	});
	t.is(others.length, 0);
	t.like(one, {id: 'sample/run', verdict: 'not run', because: 'it needs a guest'});
	t.regex(tap(one === undefined ? [] : [one]), /^ok 1 - .* # SKIP it needs a guest$/m);
});

test('JUnit has no two cases of one class and name, whatever is run twice', t => {
	const names = (cases: readonly ReportedCase[]): string[] =>
		[...junitXml('x', cases).matchAll(/<testcase (classname="[^"]*" name="[^"]*")/g)].map(([, name = '']) => name);
	const twice = casesOfAll([sampleResult, {...sampleResult, seed: 7}, {...sampleResult, scenario: 'other', seed: 7}]);
	t.is(new Set(names(twice)).size, names(twice).length);
	t.is(new Set(twice.map(({id}) => id)).size, twice.length);
	t.is(names(twice).filter(name => / \(seed (?:7|42)\)"$/.test(name)).length, 2 * sampleResult.checks.length);
	const four = names([hostile, hostile, {...hostile, title: `${hostile.title} (2)`}, hostile]);
	t.is(new Set(four).size, 4);
	t.true(four[0]?.endsWith('&lt;b&gt;"') && four[2]?.endsWith(' (2)"'), four.join('\n'));
	t.deepEqual(casesOfAll([sampleResult]), casesOf(sampleResult));
});
