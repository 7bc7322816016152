import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {create} from 'tar';
import type {ProgramName} from '../../image/host-programs.ts';
import {missingPrograms} from '../../image/missing-programs.ts';
import {HarnessError} from '../harness-error.ts';
import {installProgram, whatWasBuilt} from './install-program.ts';
import {processSubstrate} from './process-substrate.ts';
import {ProgramError} from './program-error.ts';
import type {TestNode} from './test-node.ts';

const signal = new AbortController().signal;
const SCRIPT = '#!/bin/sh\necho "I am $0"\n';

/** Guests that build have all of this; on a host it may be missing, and then the run says which tests it skipped and why. */
const testWith =
	(...programs: readonly ProgramName[]) =>
	(title: string, body: (t: ExecutionContext) => Promise<void>): void => {
		const missing = missingPrograms(...programs);
		missing === undefined ? test(title, body) : test.skip(`${title} (${missing})`, body);
	};
const testWithMake = testWith('make');

/** A node, and a folder for what is handed in. */
const setUp = async (t: ExecutionContext): Promise<{node: TestNode; folder: string}> => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	const substrate = processSubstrate({programs: {peer: ['our-peer'], tracker: ['our-tracker']}});
	const testbed = await substrate.start([{name: 'alice', ports: []}], {folder, seed: 1, signal, record: () => {}});
	t.teardown(async () => {
		await testbed[Symbol.asyncDispose]();
		await rm(folder, {recursive: true});
	});
	const node = testbed.nodes.get('alice');
	if (node === undefined) {
		throw new Error('a node was asked for');
	}

	return {node, folder};
};

const submit = async (folder: string, files: Readonly<Record<string, string>>): Promise<string> => {
	const path = `${folder}/submission`;
	await mkdir(path, {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		await writeFile(`${path}/${name}`, text);
	}

	return path;
};

test('our programs are there already', async t => {
	const {node} = await setUp(t);
	t.deepEqual(await installProgram(node, 'peer', {kind: 'ours'}, {signal}), ['our-peer']);
});

test('a script is copied and can be started', async t => {
	const {node, folder} = await setUp(t);
	const path = `${folder}/my peer`;
	await writeFile(path, SCRIPT);
	const [program] = await installProgram(node, 'peer', {kind: 'path', path}, {signal});
	t.true(program.startsWith(node.folder));
	t.is((await node.run([program], {signal})).stdout.toString(), `I am ${program}\n`);
});

testWithMake('a folder with a Makefile is built on the node', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {Makefile: 'all:\n\tcp source osppeer\n\tchmod +x osppeer\n', source: SCRIPT});
	const [program] = await installProgram(node, 'peer', {kind: 'path', path}, {signal});
	t.is((await node.run([program], {signal})).exitCode, 0);
});

test('an archive may hold one folder with everything', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {'my-tracker': SCRIPT});
	await chmod(`${path}/my-tracker`, 0o755);
	await create({cwd: folder, gzip: true, file: `${folder}/handed-in.bin`}, ['submission']);
	const [program] = await installProgram(node, 'tracker', {kind: 'path', path: `${folder}/handed-in.bin`}, {signal});
	t.regex(program, /submission\/my-tracker$/);
});

testWithMake('what does not build is a finding with the end of its output', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {Makefile: 'all:\n\t@echo "peer.c:3: error: expected ;"; exit 1\n'});
	const error = await t.throwsAsync(installProgram(node, 'peer', {kind: 'path', path}, {signal}), {
		instanceOf: ProgramError,
	});
	t.regex(error.message, /exit code 2.*expected ;/s);
});

testWith('make', 'cc')('a Makefile that makes errors of warnings is built all the same, and it is known', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {
		GNUmakefile: 'CFLAGS = -Wall -Werror\nosppeer: peer.c\n\t$(CC) $(CFLAGS) -o $@ $<\n',
		'peer.c': 'int main(void) { int unused = 3; return 0; }\n',
	});
	const source = {kind: 'path', path} as const;
	const [program] = await installProgram(node, 'peer', source, {signal});
	t.is((await node.run([program], {signal})).exitCode, 0);
	t.true((await whatWasBuilt(source))?.despiteWarnings);
});

testWithMake('a build that takes too long is a finding, and on a slow node it may take longer', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {
		Makefile: 'all:\n\tsleep 0.5\n\tcp source osppeer\n\tchmod +x osppeer\n',
		source: SCRIPT,
	});
	const limits = {seconds: 0.2, mebibytes: 32};
	await t.throwsAsync(installProgram(node, 'peer', {kind: 'path', path}, {signal, limits}), {
		instanceOf: ProgramError,
		message: /not built within 0.2 s/,
	});
	const {node: slow} = await setUp(t);
	await t.notThrowsAsync(installProgram(slow, 'peer', {kind: 'path', path}, {signal, limits, pace: {slowness: 60}}));
});

testWithMake('a Makefile that prints as if it were the harness is not believed, and fills no memory', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {
		Makefile: `all:\n\t@yes 'osp2p-executable: ../../bin/osppeer' | head -n 200000\n\tcp source mine\n\tchmod +x mine\n`,
		source: SCRIPT,
	});
	const [program] = await installProgram(node, 'peer', {kind: 'path', path}, {signal});
	t.is(program, `${node.programFolder}/peer/mine`);
});

testWithMake('what was built on one node is laid out on the others', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {
		Makefile: 'all:\n\tod -An -N8 -tx8 /dev/urandom >log\n\tcp source osppeer\n\tchmod +x osppeer\n',
		source: SCRIPT,
	});
	const source = {kind: 'path', path} as const;
	const substrate = processSubstrate({programs: {peer: ['our-peer'], tracker: ['our-tracker']}});
	await using others = await substrate.start(
		['bob', 'carol'].map(name => ({name, ports: []})),
		{folder, seed: 1, signal, record: () => {}},
	);
	const nodes = [node, ...others.nodes.values()];
	const logs = new Set<string>();
	const commands = await Promise.all(nodes.map(each => installProgram(each, 'peer', source, {signal})));
	for (const [index, each] of nodes.entries()) {
		const [program] = commands[index] ?? [''];
		t.true(program.startsWith(each.folder));
		t.is((await each.run([program], {signal})).exitCode, 0);
		logs.add(String(await each.readFile(`${each.folder}/peer-under-test/log`, {signal})));
	}

	t.is(logs.size, 1, 'it is the same build');
});

test('what builds nothing is a finding too', async t => {
	const {node, folder} = await setUp(t);
	const path = await submit(folder, {'peer.py': 'print()'});
	await t.throwsAsync(installProgram(node, 'peer', {kind: 'path', path}, {signal}), {instanceOf: ProgramError});
});

test('what is no program is a finding; what is not there is the mistake of who typed it', async t => {
	const {node, folder} = await setUp(t);
	await writeFile(`${folder}/notes.txt`, 'hello');
	const noProgram = installProgram(node, 'peer', {kind: 'path', path: `${folder}/notes.txt`}, {signal});
	await t.throwsAsync(noProgram, {instanceOf: ProgramError, message: /does not say what runs it/});
	const nothing = installProgram(node, 'peer', {kind: 'path', path: `${folder}/nothing`}, {signal});
	await t.throwsAsync(nothing, {instanceOf: HarnessError, message: /ENOENT/});
});
