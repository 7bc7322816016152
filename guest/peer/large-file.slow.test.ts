import {mkdtempDisposable, readFile, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {DIGESTS_FILE} from './digest-file.ts';
import {scriptedTracker} from './proof/scripted-server.ts';
import {startProgram} from './proof/started-program.ts';

test('the executable hashes a large file, and remembers its digest', async t => {
	t.timeout(60_000);
	await using stack = new AsyncDisposableStack();
	const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-large-')));
	const cache = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-large-cache-')));
	const heard: string[] = [];
	const tracker = stack.use(
		await scriptedTracker(line => {
			heard.push(line);
			return '200 ok\n';
		}),
	);
	await writeFile(join(folder.path, 'large'), Buffer.alloc(9_000_000, 'x'));
	const argv = [`-t${tracker.port}`, '-d', folder.path, '--address', '127.0.0.1', '--cache-dir', cache.path];
	const readOnce = async (): Promise<void> => {
		await using peer = startProgram('peer', argv, {isBuilt: true});
		await peer.line(/registered as .* with 1 file/);
		peer.kill('SIGTERM');
		t.is(await peer.exited, 0);
	};

	await readOnce();
	t.is(heard.at(-1), 'HAVE large eZquMeChquiFeuOJk2a2Za');
	while (Date.now() - (await stat(join(folder.path, 'large'))).ctimeMs < 2500) {
		await new Promise(resolve => setTimeout(resolve, 100)); // What changed just now is not remembered.
	}

	await readOnce();
	t.regex(await readFile(join(cache.path, DIGESTS_FILE), 'latin1'), /eZquMeChquiFeuOJk2a2Za/);
	t.is(heard.at(-1), 'HAVE large eZquMeChquiFeuOJk2a2Za');
});
