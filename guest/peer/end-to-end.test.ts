import {mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {portIn, startProgram} from './proof/started-program.ts';

test('a file goes from one peer to the next, and from there on, over the real tracker', async t => {
	await using stack = new AsyncDisposableStack();
	const tracker = stack.use(startProgram('tracker', ['--any-port']));
	const trackerPort = portIn(await tracker.line(/listening on/));
	const newFolder = async (): Promise<string> => stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-e2e-'))).path;
	const [a, b, c] = [await newFolder(), await newFolder(), await newFolder()];
	const content = Buffer.alloc(2_000_000, 'meow ');
	const name = 'naïve cat%20\n.jpg';
	await writeFile(join(a, name), content);
	const alice = stack.use(startProgram('peer', [`-t${trackerPort}`, `-d${a}`, '--address', '127.0.0.1']));
	await alice.line(/registered as .* with 1 file/);
	const bob = stack.use(
		startProgram('peer', [`-t127.0.0.1:${trackerPort}`, '-d', b, '--address', '127.0.0.2', '--events', '-', name]),
	);
	const done = JSON.parse(await bob.line(/"download-done"/));
	t.like(done, {file: Buffer.from(name).toString('latin1'), bytes: content.length});
	await bob.line(/"announced"/);
	t.true((await readFile(join(b, name))).equals(content));

	alice.kill('SIGTERM');
	t.is(await alice.exited, 0);
	const argv = ['--once', '--address', '127.0.0.3', '--rounds', '1', name, 'nope'];
	const carol = stack.use(startProgram('peer', [`-t${trackerPort}`, `-d${c}`, ...argv]));
	t.is(await carol.exited, 1, carol.lines.join('\n'));
	t.regex(carol.lines.at(-1) ?? '', /did not come: nope$/);
	t.true((await readFile(join(c, name))).equals(content));
	t.deepEqual(await readdir(c), [name]);
});

test('a place where no events can be written is complained of, and the peer goes on', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-e2e-'));
	const argv = ['-t1', '-d', folder.path, '--address', '127.0.0.1', '--events', join(folder.path, 'no', 'events')];
	await using peer = startProgram('peer', argv);
	t.regex(await peer.line(/events are lost/), /ENOENT.*no\/events/);
	await peer.line(/the tracker is away/);
});
