import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {overtakes} from './overtakes.ts';

const check = overtakes(['hare.jpg'], 'tortoise.jpg');
const came = (file: string) => ({type: 'download-ended', actor: 'alice', file, outcome: 'ok'}) as const;

test('passes when the fast file came first', t => {
	const history = historyOf(came('hare.jpg'), came('tortoise.jpg'));
	t.deepEqual(check.judge(history), {verdict: 'pass', evidence: history});
});

test('to come at the same time is not to come before', t => {
	const at = 1;
	t.is(
		check.judge([
			{...came('hare.jpg'), at},
			{...came('tortoise.jpg'), at},
		]).verdict,
		'fail',
	);
});

test('fails when the fast file waited for the slow one', t => {
	const history = historyOf(came('tortoise.jpg'), came('hare.jpg'));
	t.deepEqual(check.judge(history), {
		verdict: 'fail',
		because: 'hare.jpg came after tortoise.jpg',
		evidence: [...history].reverse(),
		late: [{from: 0, to: 1}],
	});
});

test('says nothing when one of them did not come', t => {
	t.is(check.judge(historyOf(came('hare.jpg'))).verdict, 'unknown');
	t.is(check.judge(historyOf({...came('hare.jpg'), outcome: 'failed'}, came('tortoise.jpg'))).verdict, 'unknown');
});
