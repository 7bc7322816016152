import {mkdtempDisposable, readFile, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {portIn, startProgram} from './proof/started-program.ts';

/** What an evil tracker does, and whether a peer can get its file all the same. */
const MODES: ReadonlyArray<readonly [mode: string, getsFile: boolean]> = [
	['endless-reply', false],
	['endless-reply-line', false],
	['never-ending-reply', false],
	['garbage', false],
	['million-peers', false],
	['close-mid-reply', false],
	['silent-tracker', false],
	['dead-peers', true],
	['one-byte-packets', true],
	['bad-peer-lines', true],
	['garbage-digest', true],
];

for (const [mode, getsFile] of MODES) {
	test.serial(`a peer lives with a tracker of the kind ${mode}`, async t => {
		t.timeout(120_000);
		await using stack = new AsyncDisposableStack();
		const newFolder = async (): Promise<string> =>
			stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-evil-'))).path;
		const [from, to] = [await newFolder(), await newFolder()];
		await writeFile(join(from, 'wanted'), 'wanted content');
		await writeFile(join(to, 'own'), 'own content');
		const tracker = stack.use(
			startProgram('tracker', ['--any-port', '--address', '127.0.0.1', '--evil', mode], {isBuilt: true}),
		);
		const trackerPort = portIn(await tracker.line(/listening on/));
		const seed = stack.use(
			startProgram('peer', [`-t${trackerPort}`, '-d', from, '--address', '127.0.0.1'], {isBuilt: true}),
		);
		await seed.line(/registered/);
		const argv = [
			'--address',
			'127.0.0.1',
			'--events',
			'-',
			'--reply-seconds',
			'2',
			'--dial-seconds',
			'2',
			'--rounds',
			'2',
		];
		const peer = stack.use(startProgram('peer', [`-t${trackerPort}`, '-d', to, ...argv, 'wanted'], {isBuilt: true}));
		const port = portIn(await peer.line(/listening on/));
		const end = await peer.line(/"download-(?:done|failed)"/);
		t.log(end);
		t.is(end.includes('download-done'), getsFile);
		if (getsFile) {
			t.is(await readFile(join(to, 'wanted'), 'utf8'), 'wanted content');
		}

		const reader = connect(port, '127.0.0.1');
		reader.write('GET own OSP2P\n');
		t.is(await text(reader), 'own content', 'it serves on');
		t.true((peer.usage()?.residentMiB ?? 0) < 150, `${peer.usage()?.residentMiB} MiB`);
		peer.kill('SIGTERM');
		t.is(await peer.exited, 0);
	});
}
