import {readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {ensureImage} from '../../image/build.ts';
import {parsePackages} from '../../image/extra-packages.ts';
import {ImageError} from '../../image/image-error.ts';
import type {GuestImage} from '../../image/manifest.ts';
import type {Executable} from '../../image/programs-disk.ts';
import {DamagedExecutableError} from '../../image/programs-layer.ts';
import type {Variant} from '../../image/recipe.ts';
import {HarnessError} from '../harness-error.ts';
import {startChild} from '../process/start-child.ts';
import type {LiveView} from '../report/live-view.ts';
import {requireCache} from './require-cache.ts';
import type {Surroundings} from './surroundings.ts';

/** What the image is to be: its system, with compilers or without, and which programs beside the peer and the tracker. */
export type ImageOptions = {
	readonly base: string;
	readonly variant: Variant;
	/** Of the distribution, beside those of the variant: names joined by commas. */
	readonly packages?: string | undefined;
	readonly programs?: readonly string[];
};

/**
The guest image with our programs as they are now: found in the cache, or built.

@throws {HarnessError} If it cannot be built.
*/
export const prepareImage = async (
	{base, variant, packages = '', programs = []}: ImageOptions,
	surroundings: Surroundings,
	view: LiveView,
): Promise<GuestImage> => {
	await requireCache(surroundings.cacheFolder);
	const names = ['osppeer', 'osptracker', ...programs];
	await buildExecutables(names, surroundings, view);
	const {root, cacheFolder, workingFolder, signal} = surroundings;
	const isPath = base.includes('/') || base.endsWith('.tar');
	const ensure = async (): Promise<GuestImage> =>
		ensureImage(
			{
				base: isPath ? resolve(workingFolder, base) : base,
				executables: await Promise.all(names.map(name => executable(join(root, 'dist'), name))),
				variant,
				packages: parsePackages(packages),
				cacheFolder,
			},
			{signal, report: stepsInto(view)},
		);
	try {
		return await ensure().catch(async (error: unknown) => {
			if (!(error instanceof DamagedExecutableError)) {
				throw error;
			}

			view.step(`${error.message}: building it anew`);
			await buildExecutables(['--force', ...names], surroundings, view);
			return ensure();
		});
	} catch (error) {
		if (error instanceof ImageError) {
			throw new HarnessError(error.message, {...(error.hint !== undefined && {hint: error.hint}), cause: error});
		}

		throw error;
	}
};

/** What a program of ours is, by what its build has written down. */
const executable = async (folder: string, name: string): Promise<Executable> => {
	const {sha256} = JSON.parse(await readFile(join(folder, `${name}.inputs.json`), 'utf8'));
	return {name, path: join(folder, name), sha256};
};

/** Bundle our programs; takes a moment when they are what they were. */
const buildExecutables = async (
	names: readonly string[],
	{root, node, signal}: Surroundings,
	view: LiveView,
): Promise<void> => {
	await using build = await startChild(node, [join(root, 'scripts', 'build.ts'), ...names], {
		cwd: root,
		signal,
		onLine: line => view.say(line),
	});
	const {exitCode, lastLines} = await build.exited;
	signal.throwIfAborted();
	if (exitCode !== 0) {
		throw new HarnessError(`Our programs could not be built:\n${lastLines.join('\n')}`, {
			hint: 'Try: npm run build',
		});
	}
};

/** Titles that differ only in what follows their last colon are one step that goes on. */
const stepsInto = (view: LiveView): ((step: {readonly title: string; readonly fraction?: number}) => void) => {
	let shown = '';
	return ({title, fraction}) => {
		const colon = fraction === undefined ? -1 : title.lastIndexOf(': ');
		const [name, note] = colon === -1 ? [title, ''] : [title.slice(0, colon), title.slice(colon + 2)];
		if (name !== shown) {
			shown = name;
			view.step(name);
		}

		if (fraction !== undefined) {
			view.progress({share: fraction, note});
		}
	};
};
