import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import test from 'ava';

const program = (name: 'peer' | 'tracker'): string => join(import.meta.dirname, '..', name, 'main.ts');

/** A program of ours, its lines, and a way to wait for one. Disposing it kills it. */
const start = (name: 'peer' | 'tracker', ...words: readonly string[]) => {
	const child: ChildProcess = spawn(process.execPath, [program(name), ...words], {stdio: ['ignore', 'pipe', 'pipe']});
	const lines: string[] = [];
	let wake = (): void => undefined;
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({input: stream as NodeJS.ReadableStream}).on('line', line => {
			lines.push(line);
			wake();
		});
	}

	const exited = once(child, 'exit').then(([code]) => {
		wake();
		return code as number | null;
	});
	const until = async (pattern: RegExp): Promise<string> => {
		for (;;) {
			const line = lines.find(other => pattern.test(other));
			if (line !== undefined) {
				return line;
			}

			if (child.exitCode !== null) {
				throw new Error(`${name} ended before ${pattern}:\n${lines.join('\n')}`);
			}

			const {promise, resolve} = Promise.withResolvers<void>();
			wake = resolve;
			await promise;
		}
	};
	return {
		child,
		lines,
		until,
		exited,
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await exited;
		},
	};
};

const portOf = (line: string): string => /:(\d+)/.exec(line)?.[1] ?? '';

test('a file goes from one peer to the next, and from there on, over the real tracker', async t => {
	await using stack = new AsyncDisposableStack();
	const tracker = stack.use(start('tracker', '--any-port'));
	const trackerPort = portOf(await tracker.until(/listening on/));
	const [a, b, c] = await Promise.all(
		['a', 'b', 'c'].map(async () => stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-e2e-'))).path),
	);
	if (a === undefined || b === undefined || c === undefined) {
		return t.fail();
	}

	const content = Buffer.alloc(2_000_000, 'meow ');
	const name = 'naïve cat%20\n.jpg';
	await writeFile(join(a, name), content);
	const alice = stack.use(start('peer', `-t${trackerPort}`, `-d${a}`, '--address', '127.0.0.1'));
	await alice.until(/registered as .* with 1 file/);
	const bob = stack.use(
		start('peer', `-t127.0.0.1:${trackerPort}`, '-d', b, '--address', '127.0.0.2', '--events', '-', name),
	);
	const done = JSON.parse(await bob.until(/"download-done"/));
	t.like(done, {file: Buffer.from(name).toString('latin1'), bytes: content.length});
	await bob.until(/"announced"/);
	t.true((await readFile(join(b, name))).equals(content));

	alice.child.kill('SIGTERM');
	t.is(await alice.exited, 0);
	const carol = stack.use(
		start('peer', `-t${trackerPort}`, `-d${c}`, '--once', '--address', '127.0.0.3', '--rounds', '1', name, 'nope'),
	);
	t.is(await carol.exited, 1, carol.lines.join('\n'));
	t.regex(carol.lines.at(-1) ?? '', /did not come: nope$/);
	t.true((await readFile(join(c, name))).equals(content));
	t.deepEqual(await readdir(c), [name]);
});
