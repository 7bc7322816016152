import test from 'ava';
import {trackerCases} from '../../guest/conformance/tracker-case.ts';
import {type Answer, leftCases} from './left-cases.ts';

const verdicts = (answers: Readonly<Record<string, Answer>>) =>
	leftCases(trackerCases, new Map(Object.entries(answers))).map(({verdict, lines}) => [verdict, ...lines]);

test('a tracker in which nothing was left passes', t => {
	t.deepEqual(verdicts({have: {}}), [['pass'], ['pass']]);
});

test('what was still listed is told, and what went right only in a fresh one', t => {
	t.deepEqual(verdicts({have: {left: 'still lists FILE f'}, want: {whenUsed: 'step 2 (…): no\na → WANT f'}}), [
		['fail', 'have: it still lists FILE f'],
		['fail', 'want: step 2 (…): no'],
	]);
});

test('of many only some are shown, and all are counted', t => {
	const all = trackerCases.map(({id}) => [id, {whenUsed: 'no'}] as const);
	const [, asFresh] = leftCases(trackerCases, new Map(all));
	t.is(asFresh?.lines.length, 20);
	t.regex(asFresh?.because ?? '', new RegExp(`^${all.length} of the cases`));
});

test('a habit of the original is held against nobody', t => {
	t.deepEqual(verdicts({'blocknotify-registered-peer-leaves': {left: 'still lists PEER alice'}})[0], ['pass']);
});

test('where nothing was played, nothing is said', t => {
	t.deepEqual(verdicts({}), [['not run'], ['not run']]);
});
