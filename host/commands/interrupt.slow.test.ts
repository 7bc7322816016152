import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {processTable} from '../leftovers/process-table.ts';

const root = dirname(dirname(import.meta.dirname));

/** A run on plain processes, as far as its peers are up. */
const startedRun = async (): Promise<{readonly child: ChildProcess; readonly folder: string}> => {
	const folder = await mkdtemp(join(tmpdir(), 'interrupt-'));
	const words = ['host/cli.ts', 'run', 'good', '--substrate', 'process', '--hold', '--runs', folder];
	const child = spawn(process.execPath, words, {
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

const programsOf = async (): Promise<number[]> =>
	(await processTable())
		.filter(
			({command}) =>
				command.includes(`${root}/guest/peer/main.ts`) || command.includes(`${root}/guest/tracker/main.ts`),
		)
		.map(({pid}) => pid);

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
	test.serial(`${signal} leaves no process behind`, async t => {
		t.timeout(120_000);
		const before = new Set(await programsOf());
		const {child, folder} = await startedRun();
		const started = (await programsOf()).filter(pid => !before.has(pid));
		t.true(started.length >= 2);
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
		// A kill gives nobody the time to tidy up: the watchdogs of the children do it, a moment later.
		for (let tries = 0; tries < 50 && (await survivors(started)).length > 0; tries++) {
			await pause(100);
		}

		t.deepEqual(await survivors(started), []);
		await rm(folder, {recursive: true, force: true});
	});
}
