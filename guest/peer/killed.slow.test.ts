import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempDisposable, readdir, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {scriptedServer, scriptedTracker} from './proof/scripted-server.ts';
import {startProgram} from './proof/started-program.ts';

test('what a killed peer leaves has no real name, and is gone after its next start', async t => {
	t.timeout(60_000);
	await using stack = new AsyncDisposableStack();
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-killed-')));
	const holder = stack.use(
		await scriptedServer(socket => {
			socket.once('data', () => socket.write(Buffer.alloc(100_000, 'x'))); // And no more, and no end.
		}),
	);
	const tracker = stack.use(
		await scriptedTracker(line =>
			line.startsWith('WANT') ? `PEER x ${holder.address}:${holder.port}\n200 ok\n` : '200 ok\n',
		),
	);
	const argv = [`-t${tracker.port}`, '-d', path, '--address', '127.0.0.1'];
	const first = stack.use(startProgram('peer', [...argv, 'cat.jpg'], {isBuilt: true}));
	await first.line(/asking/);
	while ((await readdir(path)).length === 0) {
		await new Promise(resolve => setTimeout(resolve, 20));
	}

	first.kill('SIGKILL');
	await first.exited;
	const left = await readdir(path);
	t.is(left.length, 1);
	t.regex(left[0] ?? '', /^\.osp2p-.*\.part$/);

	const second = stack.use(startProgram('peer', argv, {isBuilt: true}));
	await second.line(/registered/);
	t.deepEqual(await readdir(path), []);
	second.kill('SIGTERM');
	t.is(await second.exited, 0);
});

const alone = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] as const;
const canBeAlone = spawnSync(alone[0], [...alone.slice(1), 'true']).status === 0;
const testAlone = canBeAlone ? test : test.skip;

testAlone(
	`a peer that is process 1 of a container removes what process 1 left before${canBeAlone ? '' : ' (this user may make no process name space)'}`,
	async t => {
		t.timeout(60_000);
		await using stack = new AsyncDisposableStack();
		const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-killed-')));
		await writeFile(join(path, '.osp2p-1-aa.part'), 'half');
		const [file, ...flags] = alone;
		const argv = ['-t127.0.0.1:1', '-d', path, '--address', '127.0.0.1'];
		const peer = spawn(file, [...flags, process.execPath, join(import.meta.dirname, 'main.ts'), ...argv]);
		stack.defer(() => void peer.kill('SIGKILL'));
		await once(peer.stderr, 'data');
		t.deepEqual(await readdir(path), []);
	},
);
