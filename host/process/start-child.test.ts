import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import {FIRST_CHANNEL} from './leash.ts';
import {startChild} from './start-child.ts';

const {signal: never} = new AbortController();

const isAlive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}

	// A zombie that nobody has collected yet answers too.
	return !existsSync(`/proc/${pid}/stat`) || !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
};

/** Waits by looking: a stranger's death has no event. */
const isGone = async (pid: number): Promise<boolean> => {
	for (const deadline = performance.now() + 30_000; isAlive(pid) && performance.now() < deadline; ) {
		await new Promise(resolve => setTimeout(resolve, 10));
	}

	return !isAlive(pid);
};

const SCHED_OTHER = '0';
const SCHED_BATCH = '3';

/** Of a line of `/proc/PID/stat` (proc(5)): the 41st field, where the second may contain blanks. */
const schedulingPolicy = (stat: string): string => stat.slice(stat.lastIndexOf(')')).split(' ')[39] ?? '';

test('a child is gone once its block ends', async t => {
	let pid: number;
	{
		await using child = await startChild('sleep', ['60'], {signal: never});
		pid = child.pid;
		t.true(isAlive(pid));
	}

	t.false(isAlive(pid));
});

test('a child tells its exit code, its lines and its last lines', async t => {
	const lines: string[] = [];
	await using child = await startChild('sh', ['-c', 'echo one; echo two >&2; printf rest; exit 3'], {
		signal: never,
		onLine: (line, stream) => lines.push(`${stream}: ${line}`),
	});
	const exit = await child.exited;
	t.is(exit.exitCode, 3);
	t.is(exit.signal, null);
	t.deepEqual(lines.toSorted(), ['stderr: two', 'stdout: one', 'stdout: rest']);
	t.deepEqual(exit.lastLines.toSorted(), ['one', 'rest', 'two']);
});

test('who computes much gets long turns; who does not, the usual ones; and both get their arguments', async t => {
	const policies: string[] = [];
	for (const longTurns of [true, false]) {
		const lines: string[] = [];
		await using child = await startChild('sh', ['-c', 'echo "$1"; cat /proc/self/stat', 'sh', "it's $HOME"], {
			signal: never,
			longTurns,
			onLine: line => lines.push(line),
		});
		t.is((await child.exited).exitCode, 0);
		t.is(lines[0], "it's $HOME");
		policies.push(schedulingPolicy(lines[1] ?? ''));
	}

	t.deepEqual(policies, [process.platform === 'linux' ? SCHED_BATCH : SCHED_OTHER, SCHED_OTHER]);
});

test('a child that dies of a signal says which', async t => {
	await using child = await startChild('sh', ['-c', 'kill -USR1 $$'], {signal: never});
	t.like(await child.exited, {exitCode: null, signal: 'SIGUSR1'});
});

test('a child that ignores being asked is killed after the grace', async t => {
	await using child = await startChild('sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 1; done'], {
		signal: never,
		graceMs: 50,
	});
	await untilLine(child, 'deaf');
	await child[Symbol.asyncDispose]();
	t.is((await child.exited).signal, 'SIGKILL');
});

test('aborting ends a child', async t => {
	const stop = new AbortController();
	await using child = await startChild('sleep', ['60'], {signal: stop.signal});
	stop.abort();
	t.is((await child.exited).signal, 'SIGTERM');
});

test('what a child leaves behind goes with it, and cannot hold its output open', async t => {
	await using child = await startChild('sh', ['-c', 'sleep 60 & echo $!; exit 0'], {signal: never});
	const exit = await child.exited;
	t.is(exit.exitCode, 0);
	t.true(await isGone(Number(exit.lastLines[0])));
});

test('a child dies with us, even when we are killed', async t => {
	const script = `
		import {startChild} from ${JSON.stringify(import.meta.resolve('./start-child.ts'))};
		await startChild('sh', ['-c', 'trap "" TERM HUP; sleep 60 & echo $$ $!; wait; sleep 60'], {
			signal: new AbortController().signal,
			onLine: pids => console.log(pids),
		});
	`;
	const harness = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = await once(harness.stdout, 'data');
	const pids = String(line).trim().split(' ').map(Number);
	t.is(pids.length, 2);
	t.true(pids.every(isAlive));
	harness.kill('SIGKILL');
	for (const pid of pids) {
		t.true(await isGone(pid));
	}
});

test('a channel carries bytes both ways', async t => {
	await using child = await startChild(
		'sh',
		['-c', `read line <&${FIRST_CHANNEL}; echo "got $line" >&${FIRST_CHANNEL}`],
		{
			signal: never,
			channels: 1,
		},
	);
	const [channel] = child.channels;
	channel?.write('hello\n');
	const [answer] = channel ? await once(channel, 'data') : [];
	t.is(String(answer), 'got hello\n');
});

test('output goes to the log file too', async t => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-process-`);
	t.teardown(() => rm(folder, {recursive: true}));
	await using child = await startChild('sh', ['-c', 'echo out; echo err >&2'], {
		signal: never,
		log: {path: `${folder}/log`, mostBytes: 1 << 20},
	});
	await child.exited;
	t.deepEqual((await readFile(`${folder}/log`, 'utf8')).split('\n').toSorted(), ['', 'err', 'out']);
});

test('a program that does not exist is an error that names it', async t => {
	await t.throwsAsync(startChild('no-such-program', [], {signal: never}), {
		message: 'There is no program "no-such-program".',
	});
});

test('a folder that does not exist is an error that names it', async t => {
	await t.throwsAsync(startChild('true', [], {signal: never, cwd: '/no/such'}), {
		message: 'Could not start true in the folder /no/such.',
	});
});

test('nothing starts after an abort', async t => {
	await t.throwsAsync(startChild('true', [], {signal: AbortSignal.abort()}), {name: 'AbortError'});
});

const untilLine = async (child: {readonly lastLines: () => readonly string[]}, line: string): Promise<void> => {
	while (!child.lastLines().includes(line)) {
		await new Promise(resolve => setTimeout(resolve, 5));
	}
};

test('many children at once that end at once are all noticed', async t => {
	const ends = Array.from({length: 40}, async () => {
		await using child = await startChild('true', [], {signal: never});
		return await child.exited; // Not when it is disposed of: that would end it.
	});
	t.true((await Promise.all(ends)).every(({exitCode}) => exitCode === 0));
});

test('what has left the group and holds the output keeps nobody waiting', async t => {
	t.timeout(30_000);
	let left = 0;
	const startedMs = performance.now();
	{
		const script = "setsid sh -c 'echo $$; exec sleep 25' & echo here; sleep 0.3";
		await using child = await startChild('sh', ['-c', script], {
			signal: never,
			onLine(line) {
				left = Number(line) || left;
			},
		});
		t.deepEqual((await child.exited).exitCode, 0);
		t.true(child.lastLines().includes('here'));
	}

	t.true(performance.now() - startedMs < 15_000);
	t.true(isAlive(left));
	process.kill(left, 'SIGKILL');
	t.true(await isGone(left));
});
