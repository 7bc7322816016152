import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import test from 'ava';
import {processTable} from '../leftovers/process-table.ts';

const root = dirname(dirname(import.meta.dirname));

/** A run on plain processes, as far as its peers are up. */
const startedRun = async (): Promise<{readonly child: ChildProcess; readonly folder: string}> => {
	const folder = await mkdtemp(join(tmpdir(), 'interrupt-'));
	const argv = ['host/cli.ts', 'run', 'good', '--substrate', 'process', '--hold', '--runs', folder];
	const child = spawn(process.execPath, argv, {
		cwd: root,
		env: {...process.env, XDG_CACHE_HOME: folder},
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdout?.resume();
	const printed: string[] = [];
	for await (const text of child.stderr ?? []) {
		printed.push(String(text));
		if (printed.join('').includes('The machines stay up')) {
			break;
		}
	}

	return {child, folder};
};

/** Programs of a run that still live: each is told the folder of its node. */
const survivors = async (pids: readonly number[]): Promise<string[]> => {
	const table = await processTable();
	return table.filter(({pid}) => pids.includes(pid)).map(({command}) => command);
};

/** The peers and trackers that this harness has started; other tests have theirs meanwhile. */
const programsOf = async (harness: number): Promise<number[]> => {
	const programs = (await processTable()).filter(
		({command}) => command.includes(`${root}/guest/peer/main.ts`) || command.includes(`${root}/guest/tracker/main.ts`),
	);
	const parents = await Promise.all(programs.map(({pid}) => parentOf(pid)));
	return programs.map(({pid}) => pid).filter((_, index) => parents[index] === harness);
};

const parentOf = async (pid: number): Promise<number> => {
	const {stdout} = await promisify(execFile)('sh', [
		'-c',
		'cut -d" " -f4 /proc/$1/stat 2>/dev/null || ps -o ppid= -p $1',
		'sh',
		`${pid}`,
	]);
	return Number(stdout);
};

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
	test.serial(`${signal} leaves no process behind`, async t => {
		t.timeout(120_000);
		const {child, folder} = await startedRun();
		const started = await programsOf(child.pid ?? 0);
		t.true(started.length >= 2);
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
		// A kill gives nobody the time to tidy up: the watchdogs of the children do it, a moment later.
		for (let tries = 0; tries < 50 && (await survivors(started)).length > 0; tries++) {
			await pause(100);
		}

		t.deepEqual(await survivors(started), []);
		await rm(folder, {recursive: true, force: true, maxRetries: 10});
	});
}
