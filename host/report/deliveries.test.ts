import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {deliveries} from './deliveries.ts';
import {sampleHistory} from './sample-result.ts';

test('each download is told once, with its source and whether its bytes are right', t => {
	t.deepEqual(deliveries(sampleHistory), [
		{to: 'alice', file: 'cat1.jpg', outcome: 'ok', from: 'seed1', bytes: 411_648, seconds: 0.6, same: true},
		{to: 'alice', file: 'cat 2 \u00C3\u00A4.jpg', outcome: 'ok', bytes: 120, seconds: 0.7, same: false},
		{to: 'bob', file: 'cat1.jpg', outcome: 'failed', because: 'every holder was tried'},
	]);
});

test('asked twice for one file, the answers are told in turn', t => {
	const asked = {type: 'download-asked', actor: 'bob', file: 'a', at: 1} as const;
	const ended = {type: 'download-ended', actor: 'bob', file: 'a', outcome: 'failed', at: 2} as const;
	const history: HistoryEvent[] = [
		asked,
		ended,
		{...asked, at: 3},
		{...ended, outcome: 'ok', at: 4},
		{...asked, at: 5},
	];
	t.deepEqual(
		deliveries(history).map(({outcome}) => outcome),
		['failed', 'ok', 'waiting'],
	);
});
