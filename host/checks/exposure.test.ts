import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {whyUnexposed} from './exposure.ts';

const shares: HistoryEvent = {at: 0, type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 9, sha256: 'right'};
const silence = {
	at: 5,
	type: 'attack',
	actor: 'mallory',
	attack: 'silence',
	target: 'tracker',
	struck: 3,
	victims: ['bob'],
} as const;

test('who asked the attacker for a file that others have too has met it', t => {
	t.is(whyUnexposed([shares, {...silence, met: {bob: {times: 1, files: ['cat.jpg', 'bait.jpg']}}}]), undefined);
});

test('who asked it for nothing, or somebody else did, never met it', t => {
	for (const met of [{}, {carol: {times: 3, files: ['cat.jpg']}}]) {
		t.regex(whyUnexposed([shares, {...silence, met}]) ?? '', /^bob never met mallory: for that it must have asked /);
	}
});

test('who asked it for what only it has could not show whether it is kept from the others', t => {
	t.regex(whyUnexposed([shares, {...silence, met: {bob: {times: 1, files: ['bait.jpg']}}}]) ?? '', /^bob never met/);
});

test('of a crowd, enough must have been let in', t => {
	const flood = {...silence, attack: 'tracker-flood', victims: ['tracker']};
	t.is(whyUnexposed([{...flood, met: {tracker: {times: 1200, files: []}}}]), undefined);
	t.regex(
		whyUnexposed([{...flood, met: {tracker: {times: 12, files: []}}}]) ?? '',
		/^tracker never met mallory \(12 of 1050 times\)/,
	);
});

test('where nobody attacks, or a history is older than this, nobody is missed', t => {
	const {victims: _, ...old} = silence;
	t.is(whyUnexposed([shares]), undefined);
	t.is(whyUnexposed([shares, old]), undefined);
});
