import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {faultsStruck} from './faults-struck.ts';

const link = 'alice ↔ bob';
const fault = 'loses 2% of frames';

test('passes a run whose faults all struck', t => {
	const history = historyOf({type: 'fault-set', link, fault}, {type: 'fault-hits', link, fault, hits: 3});
	t.deepEqual(faultsStruck.judge(history), {verdict: 'pass', evidence: history.slice(1)});
});

test('passes a run without faults: it claims nothing', t => {
	t.is(faultsStruck.judge(historyOf({type: 'story-ended', outcome: 'whole'})).verdict, 'pass');
});

test('leaves a run undecided in which one fault hit nothing', t => {
	const judgement = faultsStruck.judge(
		historyOf(
			{type: 'fault-set', link, fault},
			{type: 'fault-hits', link, fault, hits: 3},
			{type: 'fault-hits', link, fault: 'is cut', hits: 0},
		),
	);
	t.deepEqual(judgement, {verdict: 'unknown', because: '"is cut" on alice ↔ bob hit nothing'});
});

test('leaves a run undecided that never told what its faults hit, be it told of others', t => {
	for (const other of [{link: 'alice → carol'}, {fault: 'is cut'}]) {
		const history = historyOf({type: 'fault-set', link, fault}, {type: 'fault-hits', link, fault, hits: 3, ...other});
		t.is(faultsStruck.judge(history).verdict, 'unknown', JSON.stringify(other));
	}

	t.is(faultsStruck.judge(historyOf({type: 'fault-set', link, fault})).verdict, 'unknown');
});

test('the end of a fault need not hit anything', t => {
	const heal = {type: 'fault-set', link: 'network', fault: 'heals'} as const;
	t.is(
		faultsStruck.judge(historyOf({type: 'fault-set', link, fault}, heal, {type: 'fault-hits', link, fault, hits: 1}))
			.verdict,
		'pass',
	);
});
