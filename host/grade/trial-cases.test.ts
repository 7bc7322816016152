import test from 'ava';
import {asFreshCase, closesCase} from './trial-cases.ts';

const used = [{id: 'dot', what: 'sent nothing for 6 s', number: 21}];

test('who never closes has one fault, whatever was asked', t => {
	t.is(closesCase([{id: 'plain', isOpen: false}]).verdict, 'pass');
	const {verdict, because} = closesCase([
		{id: 'plain', isOpen: true},
		{id: 'dot', isOpen: true},
	]);
	t.deepEqual([verdict, because], ['fail', 'it left the connection open after 2 of 2 requests']);
	t.is(closesCase([]).verdict, 'not run');
});

test('what went wrong only in a used program is told with its rule', t => {
	t.is(asFreshCase([], {asked: 80, rule: undefined, isCrowded: true}).verdict, 'pass');
	const told = asFreshCase(used, {asked: 80, rule: 'every 21st connection', isCrowded: true});
	t.is(told.verdict, 'fail', 'a rule is no chance, however crowded the machine is');
	t.is(told.because, '1 of 80 requests went right only in a fresh one: every 21st connection to it was not answered');
});

test('without a rule a crowded machine may be at fault', t => {
	const crowded = asFreshCase(used, {asked: 80, rule: 'the 21st connection', isCrowded: true});
	t.is(crowded.verdict, 'unknown');
	t.regex(crowded.because ?? '', /too crowded to tell/);
	t.is(asFreshCase(used, {asked: 80, rule: 'the 21st connection', isCrowded: false}).verdict, 'fail');
});
