import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {nothingPartialKept} from './nothing-partial-kept.ts';

const shared = {type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 4, sha256: 'aa'} as const;
const found = {type: 'file-found', actor: 'bob', file: 'cat.jpg', bytes: 4, sha256: 'aa'} as const;

test('passes when every file found is whole', t => {
	t.is(nothingPartialKept.judge(historyOf(shared, found)).verdict, 'pass');
});

test('a second copy may have a number in its name', t => {
	t.is(nothingPartialKept.judge(historyOf(shared, {...found, file: 'cat.jpg~12~'})).verdict, 'pass');
});

test('fails with half a file', t => {
	const history = historyOf(shared, found, {...found, bytes: 2, sha256: 'bb'});
	t.deepEqual(nothingPartialKept.judge(history), {
		verdict: 'fail',
		because: 'bob kept cat.jpg (2 bytes), which nobody shared like that',
		evidence: history.slice(2),
	});
});

test('fails with a temporary file that was left behind', t => {
	t.is(nothingPartialKept.judge(historyOf(shared, {...found, file: '.cat.jpg.part'})).verdict, 'fail');
});

test('says nothing when no file was found', t => {
	t.is(nothingPartialKept.judge(historyOf(shared)).verdict, 'unknown');
});

test('a folder full of rubbish takes one sentence, which cannot drive a terminal', t => {
	const rubbish = Array.from({length: 1000}, (_, index) => ({...found, file: `\u001B[2J${index}`, sha256: 'bb'}));
	const judgement = nothingPartialKept.judge(historyOf(shared, ...rubbish));
	if (judgement.verdict !== 'fail') {
		return t.fail();
	}

	t.is(judgement.evidence.length, 1000);
	t.true(judgement.because.length < 1000);
	t.regex(judgement.because, /kept \\x1b\[2J0 .*; and 995 more$/);
});

test('where the scenario was cut short, what is being fetched still may have a temporary name, but not the name of the file', t => {
	const asked = {type: 'download-asked', actor: 'bob', file: 'cat.jpg'} as const;
	const part = {...found, file: '.cat.jpg.part', bytes: 0, sha256: 'bb'};
	const cut = {type: 'story-ended', outcome: 'deadline'} as const;
	const ended = {type: 'download-ended', actor: 'bob', file: 'cat.jpg'} as const;
	t.is(nothingPartialKept.judge(historyOf(shared, asked, cut, part)).verdict, 'pass');
	t.is(nothingPartialKept.judge(historyOf(shared, asked, cut, {...ended, outcome: 'unknown'}, part)).verdict, 'pass');
	t.is(nothingPartialKept.judge(historyOf(shared, asked, cut, {...ended, outcome: 'failed'}, part)).verdict, 'fail');
	t.is(nothingPartialKept.judge(historyOf(shared, asked, cut, {...found, bytes: 2, sha256: 'bb'})).verdict, 'fail');
	t.is(
		nothingPartialKept.judge(historyOf(shared, asked, cut, {...part, actor: 'carol'})).verdict,
		'fail',
		'of whoever fetches nothing',
	);
	const whole = {...cut, outcome: 'whole'} as const;
	t.is(nothingPartialKept.judge(historyOf(shared, asked, whole, part)).verdict, 'fail');
});
