import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {quotedOutput} from './quoted-output.ts';

const ended = (actor: string, expected: boolean, ...lastLines: readonly string[]): HistoryEvent => ({
	type: 'program-ended',
	actor,
	program: 'peer',
	exitCode: 0,
	signal: null,
	expected,
	lastLines,
	at: 1,
});

test('what the programs under test printed is quoted, that of the one that died first of all', t => {
	const cast = [
		{name: 'tracker', role: 'sound tracker'},
		{name: 'alice', role: 'peer'},
		{name: 'bob', role: 'peer'},
	];
	const history = [
		ended('tracker', true, 'nothing of mine'),
		ended('alice', false, 'unexpected format!', 'DONE'),
		ended('alice', true, 'all is well'),
		ended('bob', true),
	];
	t.deepEqual(quotedOutput({cast, history}), ['What alice printed last:', 'unexpected format!', 'DONE']);
});
