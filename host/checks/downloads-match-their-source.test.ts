import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {downloadsMatchTheirSource} from './downloads-match-their-source.ts';

const shared = {type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 4, sha256: 'aa'} as const;
const download = {
	type: 'download-ended',
	actor: 'bob',
	file: 'cat.jpg',
	outcome: 'ok',
	bytes: 4,
	sha256: 'aa',
} as const;

test('passes when the bytes are those that were shared', t => {
	const history = historyOf(shared, download);
	t.deepEqual(downloadsMatchTheirSource.judge(history), {verdict: 'pass', evidence: history.slice(1)});
});

test('fails with the download and what was shared under its name', t => {
	const history = historyOf(shared, {...download, sha256: 'bb'});
	const judgement = downloadsMatchTheirSource.judge(history);
	t.is(judgement.verdict, 'fail');
	t.deepEqual('evidence' in judgement && judgement.evidence, [...history.slice(1), ...history.slice(0, 1)]);
});

test('the right bytes under the wrong name are wrong', t => {
	t.is(downloadsMatchTheirSource.judge(historyOf(shared, {...download, file: 'dog.jpg'})).verdict, 'fail');
});

test('says nothing about a run in which nothing finished', t => {
	t.is(downloadsMatchTheirSource.judge(historyOf(shared, {...download, outcome: 'unknown'})).verdict, 'unknown');
});
