import test from 'ava';
import {eventLine} from './event-sentence.ts';

test('a line says when, who and what', t => {
	t.is(
		eventLine({type: 'download-asked', actor: 'bob', file: 'cat.jpg', at: 12.44}),
		'  12.4 bob       asks for cat.jpg',
	);
});

test('a line stays one line, whatever programs and peers write', t => {
	const line = eventLine({
		type: 'download-ended',
		actor: 'bob',
		file: 'a\nb',
		outcome: 'failed',
		because: 'it said:\r\n\u001B[2Jgone',
		at: 1,
	});
	t.is(line, String.raw`   1.0 bob       did not get a\x0ab: it said: [2Jgone`);
});

test('a program that was killed is told apart from one that was asked to stop', t => {
	const ended = {type: 'program-ended', actor: 'a', program: 'osppeer', lastLines: [], at: 0} as const;
	t.regex(eventLine({...ended, exitCode: null, signal: 'SIGSEGV', expected: false}), /osppeer died by SIGSEGV$/);
	t.regex(
		eventLine({...ended, exitCode: 0, signal: null, expected: true}),
		/osppeer was stopped, ended with exit code 0$/,
	);
});

test("a peer's answer is told by its size and digest, for it has no codes", t => {
	const asked = {type: 'exchange', actor: 'bob', request: 'GET a OSP2P', codes: [], at: 1} as const;
	t.regex(eventLine({...asked, data: ['47 bytes, SHA-256 ab']}), /asks bob GET a OSP2P → 47 bytes, SHA-256 ab$/);
	t.regex(eventLine({...asked, data: []}), /→ silence$/);
});
