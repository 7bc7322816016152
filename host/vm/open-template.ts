import {readFile, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {layersOf, verifyLayers} from '../../image/doubt.ts';
import {forgetLayers} from '../../image/forget-layers.ts';
import {damageLine, ensureLayer} from '../../image/layer.ts';
import type {Accelerator} from './choose-accelerator.ts';
import {machineFor} from './machine.ts';
import {makeTemplate} from './make-template.ts';
import {qemuFingerprint} from './qemu-fingerprint.ts';
import {rememberNoFork} from './remember-no-fork.ts';
import type {Template} from './template.ts';
import {type TemplateHost, type TemplateShape, templateKey} from './template-key.ts';

export type OpenTemplateOptions = {
	readonly accelerator: Pick<Accelerator, 'name'>;
	readonly cacheFolder: string;
	readonly signal: AbortSignal;
	/** Told what takes time: making it, waiting for another run that makes it, or why an old one is thrown away. */
	readonly report?: (what: string) => void;
};

/**
The template for guests of one shape: found whole in the cache, or made.

It is looked at before it is handed out; a damaged one is thrown away and made anew. Two runs at once make it once.

@throws {BootError} If the guest does not boot.
@throws {CannotForkError} If it cannot be frozen and thawed, now or within the last day.
*/
export const openTemplate = async (
	shape: TemplateShape,
	{accelerator, cacheFolder, signal, report = () => {}}: OpenTemplateOptions,
): Promise<Template> => {
	const machine = machineFor(os.arch());
	const host: TemplateHost = {
		machine,
		accelerator,
		qemu: await qemuFingerprint(machine.qemu),
		processor: `${os.cpus()[0]?.model} ${os.release()}`,
	};
	const key = templateKey(shape, host);
	const folder = path.join(cacheFolder, 'template', key);
	const make = async (partial: string): Promise<void> => {
		await verifyLayers(layersOf(shape.image)); // A guest that booted from damage would be frozen with it.
		report('Booting one guest to freeze as the template of all others');
		await makeTemplate(partial, {shape, host, signal});
	};
	const ensure = (): Promise<boolean> =>
		ensureLayer(folder, make, {
			signal,
			onWait: () => report('Waiting for another run that makes the same template'),
			onDamage: damage => report(damageLine('The template', damage)),
		});
	await rememberNoFork(key, ensure, {cacheFolder, now: Date.now});
	await forgetLayers(folder, {nowMs: Date.now(), signal});
	return readTemplate(folder, {shape, host});
};

const readTemplate = async (
	folder: string,
	{shape, host}: {readonly shape: TemplateShape; readonly host: TemplateHost},
): Promise<Template> => {
	const {bootSeconds} = JSON.parse(await readFile(path.join(folder, 'template.json'), 'utf8'));
	const {mtime} = await stat(folder);
	return {folder, shape, host, bootSeconds, madeAt: mtime};
};
