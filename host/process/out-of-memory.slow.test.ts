import {spawnSync} from 'node:child_process';
import {mkdirSync, rmdirSync, writeFileSync} from 'node:fs';
import test from 'ava';
import {OUT_OF_MEMORY} from './out-of-memory.ts';

/** A control group of 200 MiB, as either version of them has it; undefined where we may make none. */
const smallGroup = (): string | undefined => {
	for (const [parent, limit] of [
		['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
		['/sys/fs/cgroup', 'memory.max'],
	] as const) {
		const folder = `${parent}/osp2p-test-${process.pid}`;
		try {
			mkdirSync(folder);
		} catch {
			continue; // No such system, or not ours to change.
		}

		try {
			writeFileSync(`${folder}/${limit}`, String(200 * 1024 * 1024));
			return folder;
		} catch {
			rmdirSync(folder);
		}
	}

	return undefined;
};

const group = smallGroup();
test.after.always(() => (group === undefined ? undefined : rmdirSync(group)));

const title = 'a child that the kernel kills for want of memory says so, and we live on to hear it';
(group === undefined ? test.skip : test)(
	`${title}${group === undefined ? ' (no control group may be made here)' : ''}`,
	t => {
		t.timeout(120_000);
		const script = `
		import {startChild} from ${JSON.stringify(import.meta.resolve('./start-child.ts'))};
		const hog = ['-e', 'const kept = []; for (;;) kept.push(Buffer.alloc(20e6, 1));'];
		await using child = await startChild(process.execPath, hog, {signal: new AbortController().signal});
		const {signal, lastLines} = await child.exited;
		console.log(JSON.stringify([signal, lastLines.at(-1)]));
	`;
		const enter = `echo $$ >"$1/cgroup.procs" && exec "$0" --input-type=module-typescript --eval "$2"`;
		const {stdout, stderr} = spawnSync('sh', ['-c', enter, process.execPath, String(group), script], {
			encoding: 'utf8',
		});
		t.deepEqual(JSON.parse(stdout || '[]'), ['SIGKILL', OUT_OF_MEMORY], stderr);
	},
);
