import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {freemem, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {freeMemory} from './free-memory.ts';

const MIB = 2 ** 20;

const filesOf = async (t: ExecutionContext, files: Readonly<Record<string, string | number>>): Promise<string> => {
	const root = await mkdtemp(join(tmpdir(), 'osp2p-test-'));
	t.teardown(() => rm(root, {recursive: true}));
	for (const [name, text] of Object.entries(files)) {
		await mkdir(dirname(join(root, name)), {recursive: true});
		await writeFile(join(root, name), `${text}\n`);
	}

	return root;
};

test('the narrowest control group decides, and files in memory count as free', async t => {
	const root = await filesOf(t, {
		'proc/self/cgroup': '0::/user/job',
		'sys/fs/cgroup/user/memory.max': 2048 * MIB,
		'sys/fs/cgroup/user/memory.current': 1500 * MIB,
		'sys/fs/cgroup/user/memory.stat': `anon 1\ninactive_file ${100 * MIB}\nactive_file ${300 * MIB}`,
		'sys/fs/cgroup/user/job/memory.max': 'max',
		'sys/fs/cgroup/user/job/memory.current': 1500 * MIB,
	});
	t.is(freeMemory(root, 16_384 * MIB), 948 * MIB);
	t.is(freeMemory(root, 500 * MIB), 500 * MIB);
});

test('groups of the first version are read too, also from inside a container', async t => {
	const root = await filesOf(t, {
		'proc/self/cgroup': '5:devices:/docker/1\n4:cpu,memory:/docker/1\n0::/docker/1',
		'sys/fs/cgroup/memory/memory.limit_in_bytes': 768 * MIB,
		'sys/fs/cgroup/memory/memory.usage_in_bytes': 300 * MIB,
		'sys/fs/cgroup/memory/memory.stat': `inactive_file 5\ntotal_inactive_file ${200 * MIB}\ntotal_active_file 0`,
	});
	t.is(freeMemory(root, 16_384 * MIB), 668 * MIB);
});

test('without control groups it is what the machine has', async t => {
	t.is(freeMemory(await filesOf(t, {}), 5), 5);
	t.true(freeMemory() > 0 && freeMemory() <= freemem() * 2);
});
