import test from 'ava';
import {failuresIn, formatFailures} from './failures.ts';

const report = `
  ✔ quoting › a space is quoted (12ms)
  ✘ [fail]: quoting › a quote
    ℹ seed 7
  ✔ quoting › nothing
    ℹ of no interest
  ✘ [fail]: quoting › a quote is quoted twice Rejected promise returned by test
  - [skip] quoting › on another system

  Uncaught exception in dist/fast-tests/guest-peer.test.ts

  Error: nobody waits for it

  ✘ dist/fast-tests/guest-peer.test.ts exited with a non-zero exit code: 1
  ✘ Timed out while running tests

  1 tests were pending in dist/fast-tests/guest-net.test.ts

  ◌ dial › a late answer

  ─

  quoting › a quote
    ℹ seed 7

  guest/protocol/quoting.test.ts:14

  - 'a'
  + 'b'



  quoting › a quote is quoted twice
  Rejected promise returned by test. Reason:

  Error: no room


  left

  ─

  2 tests failed
`;

test('each failure has its title, what was logged, and what AVA says of it after the list', t => {
	t.deepEqual(failuresIn(report).slice(0, 2), [
		{
			title: 'quoting › a quote',
			text: `    ℹ seed 7
  quoting › a quote
    ℹ seed 7

  guest/protocol/quoting.test.ts:14

  - 'a'
  + 'b'`,
		},
		{
			title: 'quoting › a quote is quoted twice Rejected promise returned by test',
			text: `  quoting › a quote is quoted twice
  Rejected promise returned by test. Reason:

  Error: no room


  left`,
		},
	]);
});

test('what belongs to no test is a failure too: exceptions, ends of processes, tests that never end', t => {
	const others = failuresIn(report).slice(2);
	t.deepEqual(
		others.map(({title}) => title),
		[
			'Uncaught exception in dist/fast-tests/guest-peer.test.ts',
			'dist/fast-tests/guest-peer.test.ts exited with a non-zero exit code: 1',
			'Timed out while running tests',
		],
	);
	t.regex(others[0]?.text ?? '', /Error: nobody waits for it$/);
	t.regex(others[2]?.text ?? '', /◌ dial › a late answer$/);
});

test('a report of tests that all passed names nothing, nor does one that ends before its list', t => {
	t.deepEqual(failuresIn('\n  ✔ quoting › a space is quoted\n\n  ─\n\n  1 test passed\n'), []);
	t.deepEqual(failuresIn('Cannot find the configuration\n'), []);
});

test('the end names every failure, also to whoever sees but the last lines', t => {
	const text = Array.from({length: 1000}, (_, index) => `line ${index}`).join('\n');
	const end = formatFailures([
		{title: 'types', text},
		{title: 'fast tests: quoting › a quote', text: "- 'a'"},
	]).split('\n');
	t.deepEqual(end.slice(-4), ['# What failed, in short', '  ✘ types', '  ✘ fast tests: quoting › a quote', '']);
	t.deepEqual(end.slice(2, 4), ['✘ types', 'line 0']);
	t.true(end.includes('line 999'));
	t.true(end.includes('  … 960 lines are further up …'));
	t.true(end.length < 60);
});

test('hundreds of failures do not drive each other out of sight', t => {
	const many = Array.from({length: 300}, (_, index) => ({title: `test ${index}`, text: ''}));
	const end = formatFailures(many).split('\n');
	t.is(end.at(-2), '  … and 250 more');
	t.true(end.slice(-60).includes('  ✘ test 0'));
});
