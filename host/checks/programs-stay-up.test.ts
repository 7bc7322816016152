import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {programsStayUp} from './programs-stay-up.ts';

const ready = {type: 'program-ready', actor: 'alice', program: 'peer', evidence: 'WHO lists 10.77.0.10:11112'} as const;
const ended = {
	type: 'program-ended',
	actor: 'alice',
	program: 'peer',
	exitCode: 0,
	signal: null,
	lastLines: [],
} as const;

test('passes when programs ended only as they were asked to', t => {
	t.is(programsStayUp.judge(historyOf(ready, {...ended, expected: true})).verdict, 'pass');
});

test('fails with the end that nobody asked for, and its last words', t => {
	const history = historyOf(ready, {
		...ended,
		exitCode: null,
		signal: 'SIGSEGV',
		expected: false,
		lastLines: ['serving', 'Segmentation fault'],
	});
	t.deepEqual(programsStayUp.judge(history), {
		verdict: 'fail',
		because: 'alice\'s peer ended by SIGSEGV, saying "serving / Segmentation fault"',
		evidence: history.slice(1),
	});
});

test('a program that ends before it was ready fails too', t => {
	t.is(programsStayUp.judge(historyOf({...ended, exitCode: 1, expected: false})).verdict, 'fail');
});

test('says nothing about a run in which no program was ready', t => {
	t.is(programsStayUp.judge(historyOf({...ended, expected: true})).verdict, 'unknown');
});
