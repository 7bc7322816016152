import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {access, readFile} from 'node:fs/promises';
import os from 'node:os';
import {recall, remember} from '../../image/remembered.ts';
import {HarnessError} from '../harness-error.ts';
import type {AcceleratorName} from './machine.ts';
import {type Proof, type Proving, proveAccelerator} from './prove-accelerator.ts';
import {qemuFingerprint} from './qemu-fingerprint.ts';

/** What runs the guests, and why that: one line for people. */
export type Accelerator = {readonly name: AcceleratorName; readonly because: string};

/** What the user may ask for. */
export type WantedAccelerator = AcceleratorName | 'auto';

/**
Choose what runs the guests, by proof: that a device exists, opens and even starts a guest does not mean that a guest gets anywhere (nested virtualisation may hang it for ever).

@param wanted - `auto`: the hardware if a kernel boots on it, else the translator. Anything else is taken at its word.
@throws {HarnessError} If not even the translator boots the kernel.
*/
export const chooseAccelerator = async (
	wanted: WantedAccelerator,
	proving: Proving,
	{
		signal,
		platform,
		onProving = () => {},
	}: {
		readonly signal: AbortSignal;
		readonly platform: NodeJS.Platform;
		/** Told when a guest is really booted, which takes seconds; a remembered answer takes none. */
		readonly onProving?: (accelerator: AcceleratorName) => void;
	},
): Promise<Accelerator> => {
	if (wanted !== 'auto') {
		return {name: wanted, because: 'asked for by --accel'};
	}

	const hardware = proving.machine.hardware[platform];
	const obstacle = hardware === undefined ? 'this system offers none that we know' : await obstacleOf(hardware);
	if (hardware !== undefined && obstacle === undefined) {
		const {boots, because} = await rememberProof(hardware, proving, () => {
			onProving(hardware);
			return proveAccelerator(hardware, proving, {signal});
		});
		return boots ? {name: hardware, because} : {name: 'tcg', because: `no hardware acceleration: ${because}`};
	}

	const {boots, because} = await rememberProof('tcg', proving, () => {
		onProving('tcg');
		return proveAccelerator('tcg', proving, {signal});
	});
	if (!boots) {
		throw new HarnessError(`No guest boots on this machine: ${because}.`, {
			hint: 'Try `qemu-system-x86_64 --version`, and look whether the guest image is whole: scripts/osp2p image list.',
		});
	}

	return {name: 'tcg', because: `no hardware acceleration: ${obstacle}`};
};

/** @returns Why there is no use in trying, with the cure; undefined when there is none. */
const obstacleOf = async (hardware: AcceleratorName): Promise<string | undefined> => {
	if (hardware !== 'kvm') {
		return undefined;
	}

	try {
		await access('/dev/kvm', constants.R_OK | constants.W_OK);
		return undefined;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'ENOENT'
			? 'there is no /dev/kvm (load the module kvm, or enable virtualisation in the firmware)'
			: 'we may not open /dev/kvm (join its group: sudo usermod -aG kvm $USER, then log in again)';
	}
};

/**
Answer from the cache, or prove and keep the answer.

The answer is that of one host, its kernel, one QEMU and one guest kernel: whatever of these changes may change it.
*/
export const rememberProof = async (
	accelerator: AcceleratorName,
	{machine, kernel, cacheFolder}: Proving,
	prove: () => Promise<Proof>,
): Promise<Proof> => {
	const digest = createHash('sha256');
	digest.update(
		JSON.stringify([
			accelerator,
			os.hostname(),
			os.release(),
			os.cpus()[0]?.model,
			await qemuFingerprint(machine.qemu),
		]),
	);
	digest.update(await readFile(kernel));
	const file = `${cacheFolder}/accelerator/${digest.digest('hex').slice(0, 32)}.json`;
	const remembered = await recall(file);
	if (remembered !== undefined) {
		return remembered as Proof;
	}

	const proof = await prove();
	await remember(file, proof);
	return proof;
};
