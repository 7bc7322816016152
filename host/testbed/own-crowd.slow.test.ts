import {mkdtemp, rm} from 'node:fs/promises';
import {availableParallelism, tmpdir} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {runDelayMs} from '../process/run-delay.ts';
import {CROWDED_SHARE} from '../wait/watch-crowd.ts';
import {processSubstrate} from './process-substrate.ts';
import type {Command} from './test-node.ts';

const {signal} = new AbortController();
const COUNT = 6 * availableParallelism();

/** Shares of four seconds that were steal time of a node, and in which its first process waited, while it runs this command. */
const stealOf = async (command: Command): Promise<{readonly steal: number; readonly waited: number}> => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	try {
		const substrate = processSubstrate({programs: {peer: ['true'], tracker: ['true']}});
		await using testbed = await substrate.start([{name: 'a', ports: []}], {folder, seed: 1, signal, record() {}});
		const node = testbed.nodes.get('a');
		const pids: number[] = [];
		await using _program = await node?.start(command, {
			signal,
			label: 'own-crowd',
			onLine: line => void pids.push(Number(line)),
		});
		await pause(1000);
		const [pid = 0] = pids;
		const look = () => ({
			stealMs: testbed.waitedMs?.()[1] ?? 0,
			waitedMs: runDelayMs(pid) ?? 0,
			atMs: performance.now(),
		});
		const before = look();
		await pause(4000);
		const after = look();
		const passedMs = after.atMs - before.atMs;
		return {steal: (after.stealMs - before.stealMs) / passedMs, waited: (after.waitedMs - before.waitedMs) / passedMs};
	} finally {
		await rm(folder, {recursive: true});
	}
};

const spinning = (count: number): Command => [
	'sh',
	'-c',
	`echo $$; n=0; while [ $n -lt ${count} ]; do n=$((n + 1)); (while :; do :; done) & done; while :; do :; done`,
];

for (const [name, command] of [
	['spins in many processes', spinning(COUNT)],
	['forks without end', ['sh', '-c', 'echo $$; while :; do /bin/true & /bin/true & /bin/true; done'] as const],
] as const) {
	test.serial(`what ${name} waits for itself: that is no crowd of others`, async t => {
		t.timeout(60_000);
		const {steal, waited} = await stealOf(command);
		t.log({steal, waited});
		t.true(steal < CROWDED_SHARE, `of its time it waited ${waited}, ${steal} of it steal time`);
		t.true(steal < waited);
	});
}
