import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {filesOutliveTheirSeeds} from './files-outlive-their-seeds.ts';

const shared = {type: 'shares', actor: 'seed', file: 'cat.jpg', bytes: 4, sha256: 'aa'} as const;
const started = {type: 'program-started', actor: 'seed', program: 'peer', command: ['osppeer']} as const;
const left = {
	type: 'program-ended',
	actor: 'seed',
	program: 'peer',
	exitCode: 0,
	signal: null,
	expected: true,
	lastLines: [],
} as const;
const asked = {type: 'download-asked', actor: 'bob', file: 'cat.jpg'} as const;
const came = {type: 'download-ended', actor: 'bob', file: 'cat.jpg', outcome: 'ok'} as const;

test('passes when a file came after all who brought it had left', t => {
	const history = historyOf(shared, started, left, asked, came);
	t.deepEqual(filesOutliveTheirSeeds.judge(history), {verdict: 'pass', evidence: history.slice(4)});
});

test('fails when only downloaders had it and it did not come', t => {
	const history = historyOf(shared, started, left, asked, {...came, outcome: 'failed'});
	const judgement = filesOutliveTheirSeeds.judge(history);
	t.is(judgement.verdict, 'fail');
	t.deepEqual('evidence' in judgement && judgement.evidence, history.slice(4));
});

test('says nothing while a seed is there', t => {
	t.is(filesOutliveTheirSeeds.judge(historyOf(shared, started, asked, came)).verdict, 'unknown');
	t.is(filesOutliveTheirSeeds.judge(historyOf(shared, started, left, started, asked, came)).verdict, 'unknown');
});

test('says nothing about a late download without an end', t => {
	t.is(filesOutliveTheirSeeds.judge(historyOf(shared, started, left, asked)).verdict, 'unknown');
});

test('who brought other files is no seed of this one', t => {
	const other = {...shared, actor: 'carol', file: 'dog.jpg'};
	const carol = {...started, actor: 'carol'};
	t.is(filesOutliveTheirSeeds.judge(historyOf(shared, other, started, carol, left, asked, came)).verdict, 'pass');
});
