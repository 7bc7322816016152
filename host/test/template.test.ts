import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, open, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {logIn} from '../testbed/log-in.ts';
import {forkVm} from '../vm/fork-vm.ts';
import {openTemplate} from '../vm/open-template.ts';
import {until} from '../wait/until.ts';
import {specOf} from './guest-spec.ts';
import {qemuWith} from './qemu-with.ts';
import {accelerator, cacheFolder, testImage} from './test-image.ts';

const {signal: never} = new AbortController();
const image = await testImage({signal: never});
const shape = {image, memoryMiB: 512, cpus: 1};

const isGone = async (pid: number): Promise<boolean> => {
	try {
		return (await readFile(`/proc/${pid}/stat`, 'latin1')).includes(') Z ');
	} catch {
		return true;
	}
};

const runsNoMore = (pid: number): Promise<true> =>
	until('a process to end', async () => (await isGone(pid)) || undefined, {signal: AbortSignal.timeout(10_000)}).then(
		() => true,
	);

/** Another harness: a Node of its own that runs a script with our modules, and prints process ids. */
const startHarness = (script: string) =>
	spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {stdio: ['ignore', 'pipe', 'inherit']});

test.serial(
	'a harness killed while it makes the template leaves neither process nor template; two at once then make one; damage is noticed',
	async t => {
		t.timeout(300_000);
		const cache = await mkdtemp(`${tmpdir()}/osp2p-template-`);
		t.teardown(() => rm(cache, {recursive: true}));
		const maker = startHarness(`
		import {openTemplate} from ${JSON.stringify(import.meta.resolve('../vm/open-template.ts'))};
		const {signal} = new AbortController();
		void openTemplate(${JSON.stringify(shape)}, {accelerator: {name: 'tcg'}, cacheFolder: ${JSON.stringify(cache)}, signal, report: console.log});
	`);
		await once(maker.stdout, 'data'); // It boots.
		const qemu = await until('its QEMU', () => qemuWith(cache), {signal: AbortSignal.timeout(20_000)});
		maker.kill('SIGKILL');
		t.true(await runsNoMore(qemu));

		const reports: string[] = [];
		const open = () =>
			openTemplate(shape, {accelerator, cacheFolder: cache, signal: never, report: what => reports.push(what)});
		const [one, other] = await Promise.all([open(), open()]);
		t.is(one.folder, other.folder);
		t.is(reports.filter(what => what.startsWith('Booting')).length, 1);

		await flipBit(path.join(one.folder, 'memory'), 300 * 1024 * 1024);
		const {folder} = await open();
		t.is(folder, one.folder);
		t.true(
			reports.some(what => what.includes('damaged (memory has other bytes')),
			reports.join('\n'),
		);
		await t.notThrowsAsync(enters(await open(), cache));
	},
);

const enters = async (template: Awaited<ReturnType<typeof openTemplate>>, folder: string): Promise<void> => {
	await using vm = await forkVm(template, specOf(0, shape), {folder, signal: never});
	await using ssh = await logIn(vm, image, {signal: never});
	await ssh.run(['true'], {signal: never});
};

const flipBit = async (file: string, position: number): Promise<void> => {
	await using handle = await open(file, 'r+');
	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, position);
	await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, position);
};

test.serial('a harness killed while its forks run leaves neither process nor disk', async t => {
	t.timeout(300_000);
	await openTemplate(shape, {accelerator, cacheFolder, signal: never}); // Made before, if need be.
	const folder = await mkdtemp(`${tmpdir()}/osp2p-killed-`);
	t.teardown(() => rm(folder, {recursive: true}));
	const harness = startHarness(`
		import {openTemplate} from ${JSON.stringify(import.meta.resolve('../vm/open-template.ts'))};
		import {forkVm} from ${JSON.stringify(import.meta.resolve('../vm/fork-vm.ts'))};
		import {specOf} from ${JSON.stringify(import.meta.resolve('./guest-spec.ts'))};
		const {signal} = new AbortController();
		const shape = ${JSON.stringify(shape)};
		const template = await openTemplate(shape, {accelerator: {name: 'tcg'}, cacheFolder: ${JSON.stringify(cacheFolder)}, signal});
		const guests = await Promise.all([0, 1, 2].map(index => forkVm(template, specOf(index, shape), {folder: ${JSON.stringify(folder)}, signal})));
		console.log(guests.map(({qemu}) => qemu.pid).join(' '));
		setInterval(() => {}, 1000);
	`);
	const [line] = await once(harness.stdout, 'data');
	const pids = String(line).trim().split(' ').map(Number);
	t.is(pids.length, 3);
	t.false(await isGone(pids[0] ?? 0));
	harness.kill('SIGKILL');
	for (const pid of pids) {
		t.true(await runsNoMore(pid));
	}

	t.deepEqual(
		(await readdir(folder)).filter(name => !name.endsWith('.console.log')),
		[],
	);
});
