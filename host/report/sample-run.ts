import type {HistoryEvent} from '../history/event.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {paintFor} from './paint.ts';
import {terminalSummary} from './terminal-summary.ts';

/** What the end of a good run looks like on a terminal: for the README, made by the code that makes the real ones. */
export const sampleRun = (): string => terminalSummary(result, {paint: paintFor({colours: false})}).trim();

const files = [
	{file: 'cat1.jpg', bytes: 192_512, sha256: 'a'.repeat(64), seed: 'seed1'},
	{file: 'cat2.jpg', bytes: 189_440, sha256: 'b'.repeat(64), seed: 'seed2'},
	{file: 'cat3.jpg', bytes: 188_416, sha256: 'c'.repeat(64), seed: 'seed3'},
];

const fetched = (actor: string, from: string | undefined, at: number): HistoryEvent[] =>
	files.flatMap(({file, bytes, sha256, seed}, index): HistoryEvent[] => [
		{type: 'download-asked', actor, file, at},
		{type: 'transfer', from: from ?? seed, to: actor, file, bytes, seconds: 0.09, whole: true, at: at + 0.3},
		{type: 'download-ended', actor, file, outcome: 'ok', bytes, sha256, seconds: 0.28 + index * 0.03, at: at + 0.4},
	]);

const held = (title: string): ScenarioResult['checks'][number] => ({
	id: title.replaceAll(/\W+/g, '-'),
	title,
	level: 'must',
	judgement: {verdict: 'pass'},
});

const result: ScenarioResult = {
	schemaVersion: 1,
	scenario: 'good',
	title: 'Files spread from their seeds to alice, and live on when the seeds have left',
	because: 'A network in which only the first holder serves is no network: it dies with its seeds.',
	verdict: 'pass',
	startedAt: '2026-11-22T17:00:00.000Z',
	seconds: 9.4,
	seed: 42,
	substrate: 'vm',
	facts: {accelerator: 'tcg: no hardware acceleration: there is no /dev/kvm'},
	cast: ['tracker', 'seed1', 'seed2', 'seed3', 'alice', 'bob'].map(name => ({name, role: 'peer'})),
	checks: [
		held('every file that was asked for came'),
		held('every finished download has the bytes some peer shared under that name'),
		held('what was downloaded is shared on: files came after all who brought them had left'),
		held('the tracker lists the peers that are there, and the files they have'),
		held('no program ended before it was asked to'),
		held('no peer kept a broken, wrong or temporary file'),
	],
	folder: 'runs/20261122-170000-good',
	replay: './run-good --seed 42',
	history: [
		...files.map(
			({seed, file, bytes, sha256}): HistoryEvent => ({type: 'shares', actor: seed, file, bytes, sha256, at: 0}),
		),
		...fetched('alice', undefined, 1),
		...fetched('bob', 'alice', 3),
	],
};
