import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {paintFor} from './paint.ts';
import {plainView} from './plain-view.ts';
import {sampleHistory} from './sample-result.ts';
import {terminalView} from './terminal-view.ts';

/** What a terminal shows after all that was written to it: understands new lines, going up, and clearing below. */
const screen = () => {
	let lines: string[] = [''];
	return {
		write(text: string): void {
			for (const part of text.split(/(\u001B\[\d*[A-Za-z]|\u001B\[\?7[lh]|\n)/)) {
				const up = /^\u001B\[(\d+)F$/.exec(part)?.[1];
				if (up !== undefined) {
					lines = [...lines.slice(0, lines.length - 1 - Number(up)), ''];
				} else if (part === '\n') {
					lines.push('');
				} else if (!part.startsWith('\u001B')) {
					lines.push(`${lines.pop() ?? ''}${part}`);
				}
			}
		},
		text: (): string => lines.map(line => stripVTControlCharacters(line)).join('\n'),
	};
};

const clock = () => {
	let ms = 0;
	return {
		nowMs: () => ms,
		pass(passedMs: number): void {
			ms += passedMs;
		},
	};
};

test('a terminal keeps finished steps and clears living lines away', t => {
	const {nowMs, pass} = clock();
	const {write, text} = screen();
	const view = terminalView({write, nowMs, verbose: false, paint: paintFor({colours: true})});
	view.step('Build the image');
	view.progress({share: 0.5, note: 'unpacking'});
	t.is(text(), '⠋ Build the image  0 ms  ████████████░░░░░░░░░░░░ 50%\n    unpacking\n');
	pass(1300);
	view.tick();
	t.regex(text(), /Build the image {2}1\.3 s/);
	view.step('Fetch');
	t.is(text(), '✔ Build the image  1.3 s\n⠋ Fetch  0 ms\n');
	pass(200);
	view.end('failed');
	t.is(text(), '✔ Build the image  1.3 s\n✘ Fetch  200 ms\n');
});

test('a terminal shows a bar for each actor that fetches, and keeps what is alarming', t => {
	const {nowMs} = clock();
	const {write, text} = screen();
	const view = terminalView({write, nowMs, verbose: false, paint: paintFor({colours: true})});
	for (const event of sampleHistory) {
		view.event(event);
	}

	t.regex(text(), /alice {2}█{24} 2 of 2\n/);
	t.regex(text(), /bob {4}░{24} 0 of 1, 1 failed\n/);
	t.regex(text(), / {2}! 2\.0 seed1 {5}osppeer died by SIGSEGV\n/);
	view.end('done');
	t.regex(text(), /✔ Alice and bob fetch {2}0 ms {2}2 of 3 files\n$/);
	t.notRegex(text(), /█/);
});

test('after its end a view writes nothing', t => {
	const written: string[] = [];
	const view = terminalView({
		write: text => written.push(text),
		nowMs: () => 0,
		verbose: true,
		paint: paintFor({colours: false}),
	});
	view.step('a');
	view.end('done');
	const before = written.length;
	view.step('b');
	view.say('c');
	view.tick();
	view.end('failed');
	t.is(written.length, before);
});

test('a log gets one plain line for each thing', t => {
	const {nowMs, pass} = clock();
	const written: string[] = [];
	const view = plainView({write: text => written.push(text), nowMs, verbose: false});
	view.step('Build the image');
	pass(12_400);
	view.progress({share: 0.5});
	view.event({type: 'download-asked', actor: 'bob', file: 'cat.jpg', at: 3});
	view.event({type: 'exchange', actor: 'tracker', request: 'WHO', codes: ['200 '], data: [], at: 3});
	t.is(written.join(''), '   0.0 Build the image\n  12.4 bob       asks for cat.jpg\n');
});

test('--verbose shows what otherwise only fills the record', t => {
	const event: HistoryEvent = {type: 'shares', actor: 'a', file: 'f', bytes: 1, sha256: '', at: 0};
	const lines = [false, true].map(verbose => {
		const written: string[] = [];
		plainView({write: text => written.push(text), nowMs: () => 0, verbose}).event(event);
		return written.join('');
	});
	t.deepEqual(lines, ['', '   0.0 a         shares f, 1 B\n']);
});
