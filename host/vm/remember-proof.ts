import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import os from 'node:os';
import type {Proving} from './choose-accelerator.ts';
import type {AcceleratorName} from './machine.ts';
import type {Proof} from './prove-accelerator.ts';
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
	const folder = `${cacheFolder}/accelerator`;
	const file = `${folder}/${digest.digest('hex').slice(0, 32)}.json`;
	const remembered = await readProof(file);
	if (remembered !== undefined) {
		return remembered;
	}

	const proof = await prove();
	await mkdir(folder, {recursive: true});
	// Renamed into place: whoever reads at the same time sees all of it or nothing.
	const partial = `${file}.${randomUUID()}`;
	await writeFile(partial, `${JSON.stringify(proof)}\n`);
	await rename(partial, file);
	return proof;
};

const readProof = async (file: string): Promise<Proof | undefined> => {
	try {
		const {boots, because}: Partial<Proof> = JSON.parse(await readFile(file, 'utf8'));
		return typeof boots === 'boolean' && typeof because === 'string' ? {boots, because} : undefined;
	} catch {
		return undefined; // Not there, or not ours to trust: prove again.
	}
};
