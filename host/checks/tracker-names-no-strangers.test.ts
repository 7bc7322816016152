import test from 'ava';
import {trackerNamesNoStrangers} from './tracker-names-no-strangers.ts';

const told = (...data: readonly string[]) =>
	({at: 2, type: 'exchange', actor: 'tracker', request: 'WHO', codes: ['200 '], data}) as const;

test('peers that are there pass, whatever their aliases, quoted', t => {
	const exchange = told('PEER alice 10.77.0.3:11112', 'PEER ends%0APEER%20forged%20127.0.0.1:1 10.77.0.2:12999');
	t.is(trackerNamesNoStrangers.judge([exchange]).verdict, 'pass');
});

test('lines that an alias broke or forged, and addresses nobody came from, fail', t => {
	for (const line of [
		'PEER two words 10.77.0.2:12999',
		'PEER ends',
		'PEER forged 127.0.0.1:1',
		'FILE forged.jpg 10.77.0.2:12999',
		'PEER foreign 192.0.2.1:80',
		'PEER foreign 0.0.0.0:80',
	]) {
		const exchange = told('PEER alice 10.77.0.3:11112', line);
		const judgement = trackerNamesNoStrangers.judge([told('PEER alice 10.77.0.3:11112'), exchange]);
		t.is(judgement.verdict, 'fail', line);
		t.deepEqual('evidence' in judgement && judgement.evidence, [exchange]);
	}
});

test('what was never answered names nobody: undecided', t => {
	t.is(trackerNamesNoStrangers.judge([{...told(), broken: 'closed'}]).verdict, 'unknown');
	t.is(trackerNamesNoStrangers.judge([]).verdict, 'unknown');
});
