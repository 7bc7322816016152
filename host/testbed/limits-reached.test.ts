import {once} from 'node:events';
import test from 'ava';
import {limitsReached} from './limits-reached.ts';
import type {TestNode} from './test-node.ts';

const {signal} = new AbortController();

/** A node that knows these events of a program's control group, and has so much room on its disk. */
const nodeWith = (events: Readonly<Record<string, string>>, freeKib = 1_000_000): TestNode => {
	const known = new Map(
		Object.entries(events).map(([name, text]) => [`/sys/fs/cgroup/osp2p/peer/${name}.events`, text]),
	);
	const node: Pick<TestNode, 'folder' | 'readFile' | 'run'> = {
		folder: '/srv/osp',
		async readFile(path) {
			const text = known.get(path);
			return text === undefined ? undefined : Buffer.from(text);
		},
		run: async () => ({
			exitCode: 0,
			stdout: Buffer.from(`  Avail 1K-blocks\n ${freeKib} 65532\n`),
			stderr: Buffer.alloc(0),
		}),
	};
	return node as TestNode;
};

const quiet = {pids: 'max 0\n', memory: 'low 0\nhigh 0\nmax 53\noom 1\noom_kill 0\noom_group_kill 0\n'};

test('a program within its limits has reached nothing, also when it once asked for all its memory', async t => {
	t.deepEqual(await limitsReached(nodeWith(quiet), 'peer', {signal}), []);
});

test('each limit is told', async t => {
	t.regex(String(await limitsReached(nodeWith({...quiet, pids: 'max 1082\n'}), 'peer', {signal})), /most processes/);
	const killed = {...quiet, memory: quiet.memory.replace('oom_kill 0', 'oom_kill 2')};
	t.regex(String(await limitsReached(nodeWith(killed), 'peer', {signal})), /most memory/);
	t.regex(String(await limitsReached(nodeWith(quiet, 12), 'peer', {signal})), /filled its disk of 64 MiB/);
});

test('where programs have no limits, a full disk is not theirs', async t => {
	t.deepEqual(await limitsReached(nodeWith({}, 0), 'peer', {signal}), []);
});

test('a node that never tells keeps nobody waiting', async t => {
	const never = async (_: unknown, {signal: until}: {readonly signal: AbortSignal}): Promise<never> => {
		const awake = setInterval(() => {}, 1000);
		await once(until, 'abort');
		clearInterval(awake);
		throw until.reason;
	};
	t.deepEqual(await limitsReached({...nodeWith(quiet), readFile: never}, 'peer', {signal, withinMs: 20}), []);
	t.deepEqual(await limitsReached({...nodeWith(quiet), run: never}, 'peer', {signal, withinMs: 20}), []);
	const stopped = AbortSignal.timeout(20);
	await t.throwsAsync(limitsReached({...nodeWith(quiet), run: never}, 'peer', {signal: stopped}), {
		name: 'TimeoutError',
	});
});
