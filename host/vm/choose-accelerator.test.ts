import {chmod, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {chooseAccelerator, rememberProof} from './choose-accelerator.ts';
import {proveAccelerator} from './prove-accelerator.ts';

const {signal: never} = new AbortController();

/** A QEMU that is a shell script. */
const setUp = async (t: ExecutionContext, script: string) => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-accel-`);
	t.teardown(() => rm(folder, {recursive: true}));
	const qemu = `${folder}/qemu`;
	await writeFile(qemu, `#!/bin/sh\n[ "$1" = --version ] && { echo "QEMU 7.2 of this test"; exit; }\n${script}\n`);
	await chmod(qemu, 0o755);
	await writeFile(`${folder}/kernel`, 'kernel');
	const machine = {
		qemu,
		type: 'pc',
		console: 'ttyS0',
		hardware: {darwin: 'hvf'},
		translated: 'max',
		translatedKernel: [],
	} as const;
	return {machine, kernel: `${folder}/kernel`, cacheFolder: folder};
};

const PANIC = 'echo "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)"';

test('a kernel that gets as far as a kernel without root can is a proof', async t => {
	const proof = await proveAccelerator('tcg', await setUp(t, PANIC), {signal: never});
	t.true(proof.boots);
	t.regex(proof.because, /^a kernel booted with TCG in \d+\.\d s$/);
});

test('a guest that hangs is none, however long it runs', async t => {
	const proof = await proveAccelerator('kvm', await setUp(t, 'echo Booting from ROM; exec sleep 60'), {
		signal: never,
		deadlineMs: 300,
	});
	t.false(proof.boots);
	t.regex(proof.because, /^KVM is there, but a kernel hung in it/);
});

test('a QEMU that refuses tells why', async t => {
	const proof = await proveAccelerator('kvm', await setUp(t, 'echo "failed to set MSR" >&2; exit 1'), {signal: never});
	t.deepEqual(proof, {boots: false, because: 'KVM is there, but QEMU cannot use it: failed to set MSR'});
});

test('a QEMU that ends well without any kernel is no proof', async t => {
	t.false((await proveAccelerator('tcg', await setUp(t, 'exit 0'), {signal: never})).boots);
});

test('a proof is remembered, until the kernel changes', async t => {
	const proving = await setUp(t, PANIC);
	let proofs = 0;
	const prove = async () => {
		proofs++;
		return {boots: true, because: 'seen'};
	};
	await rememberProof('tcg', proving, prove);
	t.deepEqual(await rememberProof('tcg', proving, prove), {boots: true, because: 'seen'});
	t.is(proofs, 1);
	await writeFile(proving.kernel, 'another kernel');
	await rememberProof('tcg', proving, prove);
	t.is(proofs, 2);
});

test('a remembered proof that is damaged is proven again', async t => {
	const proving = await setUp(t, PANIC);
	const prove = async () => ({boots: true, because: 'seen'});
	await rememberProof('tcg', proving, prove);
	const [file] = await readdir(`${proving.cacheFolder}/accelerator`);
	await writeFile(`${proving.cacheFolder}/accelerator/${file}`, '{"boots"');
	t.deepEqual(await rememberProof('tcg', proving, prove), {boots: true, because: 'seen'});
});

test('hardware that works is chosen', async t => {
	const choice = await chooseAccelerator('auto', await setUp(t, PANIC), {signal: never, platform: 'darwin'});
	t.is(choice.name, 'hvf');
});

test('hardware that does not work is not, and the reason is told', async t => {
	const choice = await chooseAccelerator('auto', await setUp(t, 'echo "no HVF" >&2; exit 1'), {
		signal: never,
		platform: 'darwin',
	});
	t.deepEqual(choice, {name: 'tcg', because: 'no hardware acceleration: HVF is there, but QEMU cannot use it: no HVF'});
});

test('an accelerator that was asked for is taken or refused, not replaced', async t => {
	const choice = await chooseAccelerator('kvm', await setUp(t, 'exit 1'), {signal: never, platform: 'linux'});
	t.deepEqual(choice, {name: 'kvm', because: 'asked for by --accel'});
});

test('where not even the translator boots, that is an error', async t => {
	const choosing = chooseAccelerator('auto', await setUp(t, 'exit 1'), {signal: never, platform: 'freebsd'});
	await t.throwsAsync(choosing, {name: 'HarnessError', message: /^No guest boots on this machine/});
});
