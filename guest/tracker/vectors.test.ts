import test from 'ava';
import {playTrackerCase, VectorMismatch} from '../conformance/play-tracker-case.ts';
import {type TrackerCase, trackerCases} from '../conformance/tracker-case.ts';
import {parseOptions, UsageError} from './options.ts';
import {startTracker} from './tracker.ts';

/** Played against a tracker in this process: a hundred executables would take a minute. vectors.slow.test.ts starts them. */
const play = async (vector: TrackerCase, options?: {readonly promptMs: number}): Promise<void> => {
	const command = parseOptions([...(vector.flags ?? []), '--any-port', '--address', '127.0.0.1']);
	if (command.type !== 'run' || vector.exits !== undefined) {
		throw new VectorMismatch('the command line is fine');
	}

	await using tracker = await startTracker(command.plan, {random: Math.random, now: () => performance.now()});
	await playTrackerCase(vector, tracker, options);
};

/** Where we do better than the original; docs/protocol.md, section 7, says why for each. */
const deviations = [
	'addr-odd-addresses',
	'addr-odd-ports',
	'addr-port-65535',
	'addr-twice-two-lines',
	'alias-raw-blank',
	'alias-raw-forged-status',
	'alias-raw-high-bytes',
	'alias-raw-lf',
	'alias-raw-malformed-quoting',
	'alias-raw-nul',
	'alias-raw-percent',
	'blocknotify-registered-peer-leaves',
	'digest-outlives-connection',
	'digest-outlives-donthave',
	'donthave-unknown',
	'have-digest-syntax-one-line',
	'list-descending',
	'usage-help',
	'x-outside-peer-announced',
	'x-outside-peer-leaks',
];

for (const vector of trackerCases.filter(({slow, nofile}) => slow === undefined && nofile === undefined)) {
	if (vector.level === 'original' && deviations.includes(vector.id)) {
		test(`not like the original, ${vector.id}: ${vector.instead ?? vector.because}`, async t => {
			await t.throwsAsync(play(vector, {promptMs: 300}), {instanceOf: VectorMismatch});
		});
	} else if (vector.exits === undefined) {
		test(`vector ${vector.id}: ${vector.because}`, async t => {
			await t.notThrowsAsync(play(vector));
		});
	} else {
		test(`vector ${vector.id}: ${vector.because}`, t => {
			t.throws(() => parseOptions(vector.flags ?? []), {instanceOf: UsageError});
		});
	}
}
