import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {paintFor} from './paint.ts';
import {sampleResult} from './sample-result.ts';
import {terminalSummary} from './terminal-summary.ts';

const plain = terminalSummary(sampleResult, {paint: paintFor({colours: false})});

test('what is broken comes first, with its evidence and what to look at', t => {
	const [broken, undecided, held] = ['✘ no program died by itself', '? no program took more', '✔ every file'].map(
		text => plain.indexOf(text),
	);
	t.true(broken !== -1 && undecided !== undefined && held !== undefined && broken !== undefined);
	t.true((broken ?? 0) < (undecided ?? 0) && (undecided ?? 0) < (held ?? 0));
	t.regex(plain, /2\.0 seed1 {5}osppeer died by SIGSEGV/);
	t.regex(plain, /Look at: Run it under a debugger/);
});

test('it says who served what to whom, and which bytes are wrong', t => {
	t.regex(plain, /alice got 2 of 2 files, 402 KiB/);
	t.regex(plain, /✔ cat1\.jpg +402 KiB {2}from seed1 +600 ms {2}same bytes/);
	t.regex(plain, /✘ cat 2 ä\.jpg +120 B .*wrong bytes/);
	t.regex(plain, /✘ cat1\.jpg +failed: every holder was tried/);
});

test('it ends with where to read on and how to do it again', t => {
	t.regex(plain, /report {2}\S+\/report\.html\n +again {3}scripts\/osp2p run sample --seed 42\n$/);
});

test('colours add nothing but colours', t => {
	const coloured = terminalSummary(sampleResult, {paint: paintFor({colours: true})});
	t.not(coloured, plain);
	t.is(stripVTControlCharacters(coloured), plain);
});

test('trouble of the harness is told with what to do', t => {
	const {history: _, ...rest} = sampleResult;
	const text = terminalSummary(
		{...rest, history: [], checks: [], verdict: 'error', problem: {message: 'QEMU ended', hint: 'Read its log.'}},
		{paint: paintFor({colours: false})},
	);
	t.regex(text, /! ERROR {2}sample/);
	t.regex(text, /QEMU ended\n +What to do: Read its log\./);
});

test('nothing that a program wrote drives the terminal', t => {
	const {history: _, checks, ...rest} = sampleResult;
	const hostile = '\u001B]52;c;cm0=\u0007\u202Elast';
	const text = terminalSummary(
		{
			...rest,
			history: historyOf(
				{type: 'download-asked', actor: 'bob', file: hostile},
				{type: 'download-ended', actor: 'bob', file: hostile, outcome: 'failed', because: hostile},
			),
			checks: checks.map(check => ({...check, judgement: {verdict: 'fail', because: hostile, evidence: []}})),
			problem: {message: hostile},
		},
		{paint: paintFor({colours: false})},
	);
	t.notRegex(text, /[\u0007\u001B\u202E]/);
	t.regex(text, /\\x1b\]52;c;cm0=\\x07\\u202elast/);
});
