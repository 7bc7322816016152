import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {connectCard} from '../lan/card.ts';
import {startLan} from '../lan/lan.ts';
import {lineSent} from '../lan/moment.ts';
import {tcpFrame} from '../lan/tcp-frame.ts';
import {exitCodeOf} from '../report/exit-code.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import {scenario} from '../scenario/scenario.ts';
import type {TestNetwork} from '../testbed/testbed.ts';

/*
Whoever breaks a network where nothing passes has proven nothing. From the network to the exit code, without guests: what
their programs would send comes from cards of the host.
*/

const {signal} = new AbortController();

/** Let alice say something to bob, and bob to alice, on a network that was broken like this; nothing else is claimed. */
const runOn = async (breakIt: (network: TestNetwork) => void) => {
	await using stack = new AsyncDisposableStack();
	const {path: folder} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-test-')));
	const lan = stack.use(await startLan({folder, seed: 1}, {signal}));
	const alice = stack.use(await connectCard(await lan.plug('alice')));
	const bob = stack.use(await connectCard(await lan.plug('bob')));
	await lan.plug('carol');
	const ends = [
		{number: 1, tcpPort: 1000},
		{number: 2, tcpPort: 2000},
	] as const;
	const result = await runScenario(
		scenario({
			name: 'tale',
			group: 'network',
			title: 'A tale',
			because: 'why not',
			withinSeconds: 30,
			cast: {},
			needs: ['network'],
			async steps({network}) {
				breakIt(network);
				alice.send(tcpFrame(ends[0], ends[1], {sequence: 1, payload: 'hello\n'}));
				await bob.next();
				bob.send(tcpFrame(ends[1], ends[0], {sequence: 1, payload: 'hello\n'}));
				await alice.next();
			},
			mustHold: [],
		}),
		{
			substrate: {
				name: 'vm',
				offers: ['network'],
				start: async (_, {record}) => {
					lan.onFault((link, fault) => record({type: 'fault-set', link, fault}));
					return {nodes: new Map(), facts: {}, network: lan, [Symbol.asyncDispose]: async () => {}};
				},
			},
			seed: 1,
			runsFolder: join(folder, 'runs'),
			programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}},
			replay: '',
			signal,
		},
	);
	return {verdict: result.verdict, exitCode: exitCodeOf([result])};
};

test('a fault that strikes is no obstacle to a pass', async t => {
	t.deepEqual(await runOn(network => network.between('alice', 'bob').becomes({delayMs: 1})), {
		verdict: 'pass',
		exitCode: 0,
	});
});

for (const [what, breakIt] of [
	['on a link that nobody used', network => network.cut('bob', 'carol')],
	['whose moment never came', network => network.when(lineSent({}, 'bye', line => line === 'bye')).cut('alice', 'bob')],
	[
		'beside one that struck',
		network => {
			network.between('alice', 'bob').becomes({delayMs: 1});
			network.cut('bob', 'carol');
		},
	],
] satisfies ReadonlyArray<readonly [string, (network: TestNetwork) => void]>) {
	test(`a fault ${what} leaves the run undecided`, async t => {
		t.deepEqual(await runOn(breakIt), {verdict: 'unknown', exitCode: 2});
	});
}
