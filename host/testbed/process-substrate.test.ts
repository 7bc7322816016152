import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, mkdtempDisposable, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {byteString} from './byte-path.ts';
import {processSubstrate} from './process-substrate.ts';
import type {Command, TestNode} from './test-node.ts';

const signal = new AbortController().signal;
const substrate = processSubstrate({programs: {peer: ['true'], tracker: ['true']}});

/** Two nodes, gone when the test ends. */
const twoNodes = async (t: ExecutionContext): Promise<{alice: TestNode; bob: TestNode}> => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	const testbed = await substrate.start(
		[
			{name: 'alice', ports: []},
			{name: 'bob', ports: []},
		],
		{folder, seed: 1, signal, record: () => {}},
	);
	t.teardown(async () => {
		await testbed[Symbol.asyncDispose]();
		await rm(folder, {recursive: true});
	});
	const [alice, bob] = [...testbed.nodes.values()];
	if (alice === undefined || bob === undefined) {
		throw new Error('two nodes were asked for');
	}

	return {alice, bob};
};

const sh = (script: string): Command => ['sh', '-c', script];

test('nodes have folders of their own, which go with the testbed', async t => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	let paths: string[] = [];
	{
		await using testbed = await substrate.start(
			[
				{name: 'a', ports: []},
				{name: 'b', ports: []},
			],
			{folder, seed: 1, signal, record: () => {}},
		);
		paths = [...testbed.nodes.values()].map(node => node.folder);
		t.is(new Set(paths).size, 2);
		t.true(paths.every(path => existsSync(path)));
	}

	t.false(paths.some(path => existsSync(path)));
	await rm(folder, {recursive: true});
});

test('programs and folders may have any path', async t => {
	await using temporary = await mkdtempDisposable(`${tmpdir()}/osp2p-test-`);
	const folder = `${temporary.path}/it's a 山%2F #,:\n`;
	await mkdir(folder);
	await writeFile(`${folder}/tracker ü`, '#!/bin/sh\npwd; echo "$0" "$@"\n', {mode: 0o755});
	const programs = {peer: ['true'], tracker: [`${folder}/tracker ü`]} as const;
	const odd = processSubstrate({programs, temporaryFolder: folder});
	await using testbed = await odd.start([{name: 'a', ports: []}], {folder, seed: 1, signal, record: () => {}});
	const node = testbed.nodes.get('a');
	const command = [...(node?.programs.tracker ?? ['none']), byteString('ß')] as const;
	const {stdout} = (await node?.run(command, {signal})) ?? {};
	const text = `${node?.folder}\n${byteString(`${folder}/tracker ü ß`)}\n`;
	t.is(stdout?.toString('latin1'), text);
	await using program = await node?.start(command, {label: 'tracker', signal});
	const {lastLines = []} = (await program?.exited) ?? {};
	t.is(`${lastLines.join('\n')}\n`, Buffer.from(text, 'latin1').toString());
	const entered = spawnSync('sh', ['-c', `${node?.enter} && pwd`], {encoding: 'latin1'});
	t.is(entered.stdout, `${node?.folder}\n`, entered.stderr);
});

test('a failing command is a result', async t => {
	const {alice} = await twoNodes(t);
	const {exitCode, stdout, stderr} = await alice.run(sh('cat; echo no >&2; exit 3'), {
		input: Buffer.from('in'),
		signal,
	});
	t.deepEqual([exitCode, stdout.toString(), stderr.toString()], [3, 'in', 'no\n']);
});

test('what is written is read, measured and listed, whatever its name', async t => {
	const {alice, bob} = await twoNodes(t);
	const bytes = Buffer.from('miau');
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	for (const name of ['cat 1.jpg', byteString('Kätzchen'), '\xff\xfe', 'deep/er']) {
		const path = `${alice.folder}/shared/${name}`;
		await alice.writeFile(path, bytes, {signal});
		t.deepEqual(await alice.readFile(path, {signal}), bytes);
		t.deepEqual(await alice.measure(path, {signal}), {bytes: 4, sha256});
	}

	const names = (await alice.listFiles(`${alice.folder}/shared`, {signal})).map(({name}) => name);
	t.deepEqual(names, [byteString('Kätzchen'), 'cat 1.jpg', 'deep/er', '\xff\xfe'].toSorted());
	t.is(await bob.measure(`${bob.folder}/shared/cat 1.jpg`, {signal}), undefined);
	t.deepEqual(await bob.listFiles(`${bob.folder}/shared`, {signal}), []);
});

test('a program tells its lines, stops when asked and says how it ended', async t => {
	const {alice} = await twoNodes(t);
	const {promise: ready, resolve} = Promise.withResolvers<string>();
	const program = await alice.start(sh('echo ready; exec sleep 60'), {label: 'sleeper', signal, onLine: resolve});
	t.is(await ready, 'ready');
	const {signal: how, lastLines} = await program.stop();
	t.is(how, 'SIGTERM');
	t.deepEqual(lastLines, ['ready']);
});

test('a program that is killed cannot say a word', async t => {
	const {alice} = await twoNodes(t);
	const {promise: ready, resolve} = Promise.withResolvers<string>();
	const program = await alice.start(sh('trap "echo bye" TERM; echo ready; while :; do sleep 0.02; done'), {
		label: 'loop',
		signal,
		onLine: resolve,
	});
	await ready;
	const {signal: how, lastLines} = await program.kill();
	t.is(how, 'SIGKILL');
	t.deepEqual(lastLines, ['ready']);
});

test('what a program uses is sampled while it runs', async t => {
	const {alice} = await twoNodes(t);
	const {promise: sampled, resolve} = Promise.withResolvers<{residentMiB: number; openFiles: number}>();
	await using _program = await alice.start(['sleep', '60'], {label: 'sleeper', signal, onUsage: resolve});
	const {residentMiB, openFiles} = await sampled;
	t.true(residentMiB > 0.1 && openFiles >= 3);
});
