import {writeFile} from 'node:fs/promises';
import {makeOverlay} from './disk-overlay.ts';
import {writeSums} from './file-sums.ts';
import {freeze} from './migration.ts';
import {startMachine} from './started-machine.ts';
import {TEMPLATE_FILES} from './template.ts';
import {type TemplateHost, type TemplateShape, templateSpec} from './template-key.ts';

/** How long the template may take to boot, in seconds: there is nothing measured yet to go by. */
const BOOT_SECONDS = 300;

/**
Boot a guest and freeze it when everything in it has started, before it is anybody.

It never gets a seed, a name or a key exchange: what it does not know, no fork can share.

@param folder - Empty; filled with the files of a template.
*/
export const makeTemplate = async (
	folder: string,
	{shape, host, signal}: {readonly shape: TemplateShape; readonly host: TemplateHost; readonly signal: AbortSignal},
): Promise<void> => {
	await using started = new AsyncDisposableStack();
	const consoleLog = `${folder}/console.log`;
	await makeDisk(shape.image.disk, `${folder}/disk.qcow2`, {signal});
	const startedMs = performance.now();
	const machine = started.use(
		await startMachine(
			templateSpec(shape),
			{
				machine: host.machine,
				accelerator: host.accelerator.name,
				disk: `${folder}/disk.qcow2`,
				consoleLog,
				memory: {file: `${folder}/memory`, shared: true},
			},
			{signal},
		),
	);
	const deadline = {signal, seconds: BOOT_SECONDS};
	await machine.alive('start', within => machine.qmp.execute('cont', undefined, {signal: within}), deadline);
	await machine.alive('finish its start', within => machine.agent.said('booted', {signal: within}), deadline);
	const bootSeconds = (performance.now() - startedMs) / 1000;
	await machine.alive('freeze', within => freeze(machine.qmp, `${folder}/state`, {signal: within}), deadline);
	await started.disposeAsync(); // QEMU must be gone before its files are measured.
	await writeFile(
		`${folder}/template.json`,
		`${JSON.stringify({schemaVersion: 1, bootSeconds, imageKey: shape.image.key})}\n`,
	);
	await writeSums(folder, TEMPLATE_FILES);
};

const makeDisk = async (base: string, file: string, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	const overlay = await makeOverlay(base, file, {signal});
	void overlay; // It stays: it is part of the template.
};
