import {spawnSync} from 'node:child_process';
import {chmod, mkdir, mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {installProgram} from './install-program.ts';
import {processSubstrate} from './process-substrate.ts';
import {ProgramError} from './program-error.ts';

const signal = new AbortController().signal;
const SCRIPT = '#!/bin/sh\necho started\n';

/** Guests have these tools; on a host one may be missing, and then the run says which tests it skipped and why. */
const testWith = (tools: readonly string[], title: string, body: (t: ExecutionContext) => Promise<void>): void => {
	const missing = tools.filter(tool => spawnSync(tool, ['--help']).error !== undefined);
	if (missing.length === 0) {
		test(title, body);
	} else {
		test.skip(`${title} (this host has no ${missing.join(', ')})`, body);
	}
};

type Files = Readonly<Record<string, {readonly text: string; readonly mode?: number}>>;

const lay = async (folder: string, files: Files): Promise<void> => {
	for (const [name, {text, mode = 0o644}] of Object.entries(files)) {
		await mkdir(dirname(join(folder, name)), {recursive: true});
		await writeFile(join(folder, name), text);
		await chmod(join(folder, name), mode);
	}
};

/** Lay out files, pack them as told, hand that in, and start what it came to. @returns Its output. */
const handIn = async (files: Files, pack?: (folder: string) => readonly [string, ...string[]]): Promise<string> => {
	await using home = await mkdtempDisposable(join(tmpdir(), 'osp2p-test-'));
	const folder = join(home.path, 'submission');
	await lay(folder, files);
	const [file, ...args] = pack?.(home.path) ?? ['true'];
	const {status, stderr} = spawnSync(file, args, {cwd: folder, encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`${file}: ${stderr}`);
	}

	const substrate = processSubstrate({programs: {peer: ['our-peer'], tracker: ['our-tracker']}});
	await using testbed = await substrate.start([{name: 'alice', ports: []}], {
		folder: home.path,
		seed: 1,
		signal,
		record: () => {},
	});
	const node = testbed.nodes.get('alice');
	if (node === undefined) {
		throw new Error('a node was asked for');
	}

	const path = pack === undefined ? folder : join(home.path, 'packed');
	const command = await installProgram(node, 'peer', {kind: 'path', path}, {signal});
	const {stdout, stderr: said} = await node.run(command, {signal});
	return `${stdout}${said}`;
};

const peer: Files = {'lab/peer.sh': {text: SCRIPT, mode: 0o755}};

testWith(['zip', 'unzip'], 'a zip is unpacked', async t => {
	t.is(
		await handIn(peer, home => ['sh', '-c', `zip -qr ${home}/x.zip . && mv ${home}/x.zip ${home}/packed`]),
		'started\n',
	);
});

for (const tool of ['gzip', 'bzip2', 'xz', 'zstd']) {
	testWith([tool], `a tar packed by ${tool} is unpacked`, async t => {
		t.is(
			await handIn(peer, home => ['tar', `--use-compress-program=${tool}`, '-cf', `${home}/packed`, '.']),
			'started\n',
		);
	});
}

testWith(
	['make'],
	'owners that nobody has here, and folders that may not be entered, keep nobody from building',
	async t => {
		const files = {
			'deep/er/still/lower/Makefile': {text: 'all:\n\tprintf "#!/bin/sh\\necho made\\n" >peer; chmod +x peer\n'},
		};
		const [folder, owner] = ['deep/er/still', '--owner=501 --group=20'];
		const pack = (home: string) => {
			const packed = `${home}/packed`; // Its owner could not pack a folder that is closed.
			const closed = `tar ${owner} --mode=0 --no-recursion -cf ${packed} ${folder}`;
			return [
				'sh',
				'-c',
				`${closed} && tar ${owner} -rf ${packed} ${folder}/lower && gzip ${packed} && mv ${packed}.gz ${packed}`,
			] as const;
		};
		t.is(await handIn(files, pack), 'made\n');
	},
);

test('an archive in the folder is unpacked where nothing else is there', async t => {
	const pack = (home: string) =>
		['sh', '-c', `tar -czf lab4-ann.tar.gz lab && rm -r lab && tar -cf ${home}/packed .`] as const;
	t.is(await handIn(peer, pack), 'started\n');
});

test('a script that may not be started is, when nothing else can be', async t => {
	t.is(await handIn({'readme.txt': {text: 'see peer.sh'}, 'peer.sh': {text: SCRIPT}}), 'started\n');
});

test('where nothing can be started, what is there is told', async t => {
	await t.throwsAsync(handIn({'a/peer.c': {text: 'int main;'}, 'peer.py': {text: 'import socket'}}), {
		instanceOf: ProgramError,
		message:
			/^It has no executable and no Makefile\. peer\.py does not begin with a line like "#!\/usr\/bin\/env python3"\. It holds .*a\/peer\.c/,
	});
	await t.throwsAsync(handIn({'src/Makefile': {text: 'all:\n'}}), {
		message: /its Makefile \(src\/Makefile\) made none/,
	});
});

testWith(['make'], 'nothing of our environment reaches a Makefile or a program', async t => {
	process.env['MAKEFLAGS'] = 'n';
	process.env['CC'] = 'false';
	t.teardown(() => {
		delete process.env['MAKEFLAGS'];
		delete process.env['CC'];
	});
	const recipe = 'all:\n\tprintf "#!/bin/sh\\necho $(CC) [$$MAKEFLAGS]\\n" >peer; chmod +x peer\n';
	t.regex(await handIn({Makefile: {text: recipe}}), /^cc \[[^n]*\]\n$/);
});

testWith(['make'], 'a Makefile that leaves a program behind, which holds its output, is not waited for', async t => {
	const startedMs = performance.now();
	const files = {
		Makefile: {text: 'osppeer:\n\t(sleep 50 &)\n\tcp peer.sh osppeer\n'},
		'peer.sh': {text: SCRIPT, mode: 0o755},
	};
	t.is(await handIn(files, home => ['tar', '-cf', `${home}/packed`, '.']), 'started\n');
	t.true(performance.now() - startedMs < 40_000);
});
