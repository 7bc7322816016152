import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {CannotForkError} from './cannot-fork-error.ts';
import {makeEmptyDisk, makeOverlay} from './disk-overlay.ts';
import {forkVm} from './fork-vm.ts';
import {freeze} from './migration.ts';
import {startMachine} from './started-machine.ts';
import type {Template} from './template.ts';
import {type TemplateHost, type TemplateShape, templateSpec} from './template-key.ts';

/** How long the template may take to boot, in seconds: there is nothing measured yet to go by. */
const BOOT_SECONDS = 300;

/**
Boot a guest and freeze it when everything in it has started, before it is anybody.

Its SSH server listens already, which saves each fork half a second. Nobody talks to it before the fork has entropy of its own, and for each connection it takes fresh randomness from the kernel; no other program of a template keeps any.

@param folder - Empty; filled with the files of a template.
*/
export const makeTemplate = async (
	folder: string,
	{shape, host, signal}: {readonly shape: TemplateShape; readonly host: TemplateHost; readonly signal: AbortSignal},
): Promise<void> => {
	await using started = new AsyncDisposableStack();
	const consoleLog = `${folder}/console.log`;
	await makeOverlay(shape.image.disk, `${folder}/disk.qcow2`, {signal}); // Not disposed of: it is part of the template.
	await makeEmptyDisk(shape.image.disk, `${folder}/empty.qcow2`, {signal});
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
	await machine.alive('bring up its identity agent', within => machine.agent.said('hello', {signal: within}), deadline);
	const startSsh = (within: AbortSignal): Promise<void> => machine.agent.startSsh(randomBytes(64), {signal: within});
	await machine.alive('start its SSH server', startSsh, deadline);
	await machine.alive('finish its start', within => machine.agent.said('booted', {signal: within}), deadline);
	const warm = (within: AbortSignal): Promise<void> => machine.agent.warm(['osptracker', 'osppeer'], {signal: within});
	await machine.alive('read its programs', warm, deadline);
	const bootSeconds = (performance.now() - startedMs) / 1000;
	const freezing = machine.alive(
		'freeze',
		within => freeze(machine.qmp, `${folder}/state`, {signal: within}),
		deadline,
	);
	await orCannotFork(freezing, {signal});
	await started.disposeAsync(); // QEMU must be gone before its files are measured.
	await writeFile(
		`${folder}/template.json`,
		`${JSON.stringify({schemaVersion: 1, bootSeconds, imageKey: shape.image.key})}\n`,
	);
	await orCannotFork(tryToThaw({folder, shape, host, bootSeconds, madeAt: new Date()}, {signal}), {signal});
};

/** One that nobody has thawed is no template: that a QEMU writes a state does not mean that it can read it. */
const tryToThaw = async (template: Template, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	await using trial = await forkVm(
		template,
		{...templateSpec(template.shape), name: 'trial'},
		{folder: template.folder, signal},
	);
	void trial;
};

const orCannotFork = async (work: Promise<void>, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	try {
		await work;
	} catch (cause) {
		signal.throwIfAborted();
		throw new CannotForkError(
			`guests cannot be frozen and thawed here (${cause instanceof Error ? cause.message : cause})`,
			{cause},
		);
	}
};
