import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import os from 'node:os';
import {recall, remember} from '../../image/remembered.ts';
import type {AcceleratorName} from './machine.ts';
import type {Proof, Proving} from './prove-accelerator.ts';
import {qemuFingerprint} from './qemu-fingerprint.ts';

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
