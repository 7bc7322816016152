import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import test, {type ExecutionContext} from 'ava';

/** What the worker under test does for a command line. */
const MAIN = `async ([word, ...argv], {signal}) => {
	console.log(word + ' ' + process.pid);
	if (word === 'waits' && !signal.aborted) {
		const awake = setInterval(() => {}, 1000);
		await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
		clearInterval(awake);
	} else if (word === 'leaves') {
		setInterval(() => {}, 1000);
	} else if (word === 'closes late') {
		setTimeout(() => {}, 300);
	} else if (word === 'fails') {
		throw new Error('a bug');
	}

	return argv.length;
}`;

/** A worker of its own process, told things. */
const startWorker = (t: ExecutionContext) => {
	const script = `import {workFor} from './guest/net/persistent-worker.ts'; workFor(process.stdin, ${MAIN})`;
	const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
		process.execPath,
		['--input-type=module', '--eval', script],
		{stdio: ['pipe', 'pipe', 'pipe']},
	);
	t.teardown(() => child.kill('SIGKILL'));
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	return {
		child,
		tell: (request: object): boolean => child.stdin.write(`${JSON.stringify(request)}\n`),
		says: async (): Promise<string> => (await lines.next()).value ?? 'nothing more',
	};
};

test('one process runs one command line after another, and tells how each ended', async t => {
	const {child, tell, says} = startWorker(t);
	tell({run: 1, argv: ['greets']});
	t.is(await says(), `greets ${child.pid}`);
	t.deepEqual(JSON.parse(await says()), {event: 'run-ended', run: 1, exitCode: 0});
	tell({run: 2, argv: ['greets', 'all', 'of them']});
	t.is(await says(), `greets ${child.pid}`);
	t.deepEqual(JSON.parse(await says()), {event: 'run-ended', run: 2, exitCode: 2});
});

test('a run ends when it is asked to, and only that one', async t => {
	const {tell, says} = startWorker(t);
	tell({run: 7, argv: ['waits']});
	await says();
	tell({stop: 6});
	tell({stop: 7});
	t.deepEqual(JSON.parse(await says()), {event: 'run-ended', run: 7, exitCode: 0});
	tell({run: 8, argv: ['waits']});
	await says();
	tell({stop: 7}); // Late: that run is over.
	tell({stop: 8});
	t.is(JSON.parse(await says()).run, 8);
});

test('a run is over when what it had open is closed', async t => {
	const {tell, says} = startWorker(t);
	const startedMs = performance.now();
	tell({run: 1, argv: ['closes late']});
	await says();
	t.deepEqual(JSON.parse(await says()), {event: 'run-ended', run: 1, exitCode: 0});
	t.true(performance.now() - startedMs > 200);
});

test('a run that leaves something open takes the process with it', async t => {
	const {child, tell, says} = startWorker(t);
	tell({run: 1, argv: ['leaves', 'one']});
	await says();
	t.deepEqual(JSON.parse(await says()), {event: 'run-ended', run: 1, exitCode: 1, left: ['Timeout']});
	t.deepEqual(await once(child, 'exit'), [1, null]);
});

test('a bug takes the process with it, and says where it is', async t => {
	const {child, tell} = startWorker(t);
	const said = child.stderr.toArray();
	tell({run: 1, argv: ['fails']});
	t.deepEqual(await once(child, 'exit'), [1, null]);
	t.regex(Buffer.concat(await said).toString(), /Error: a bug\n +at /);
});

test('it ends with its input, whatever it is at', async t => {
	const {child, tell, says} = startWorker(t);
	tell({run: 1, argv: ['waits']});
	await says();
	child.stdin.end();
	t.deepEqual(await once(child, 'exit'), [0, null]);
});
