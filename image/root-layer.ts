import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type Base, baseTitle} from './base.ts';
import type {BuildContext} from './build-plan.ts';
import {digestOf, digestOfFile} from './digest.ts';
import {ImageError} from './image-error.ts';
import {damageLine, ensureLayer} from './layer.ts';
import {chooseMode, mmdebstrapArguments, runMmdebstrap} from './mmdebstrap.ts';
import type {Architecture, Variant} from './recipe.ts';

/** What a root file system is made from, and where it is kept. */
export type RootPlan = {
	readonly base: Base;
	readonly variant: Variant;
	/** Beside those of the variant. @default none */
	readonly packages?: readonly string[];
	readonly architecture: Architecture;
	readonly cacheFolder: string;
};

/**
The distribution of a plan, installed; or the user's own archive as it is.

It is keyed by what is asked of the archive, not by what that holds today: a security update is taken up when the cache is cleaned.
*/
export const ensureRoot = async (plan: RootPlan, context: BuildContext): Promise<string> => {
	const {base, variant, architecture, packages = []} = plan;
	if (base.kind === 'tar') {
		if (packages.length > 0) {
			throw new ImageError(`no packages can be added to ${base.path}`, {
				hint: 'A base of your own is taken as it is: put them into it, or take another base.',
			});
		}

		return base.path;
	}

	const arguments_ = mmdebstrapArguments(base, {variant, architecture, packages});
	const key = digestOf([base.suite, base.sources, arguments_]).slice(0, 16);
	const folder = path.join(plan.cacheFolder, 'root', `${base.distribution}-${base.suite}-${variant}-${key}`);
	const make = async (partial: string): Promise<void> => {
		const mode = await chooseMode({userId: process.getuid?.() ?? -1, signal: context.signal});
		const title = `Installing ${baseTitle(base)} (${base.because}; ${modeWords[mode]})`;
		context.report({title, fraction: 0});
		const archive = path.join(partial, 'root.tar');
		await runMmdebstrap(base, archive, {
			arguments: arguments_,
			mode,
			signal: context.signal,
			report: (fraction, detail) => context.report({title: `${title}: ${detail}`, fraction}),
		});
		await writeFile(digestFile(archive), await digestOfFile(archive));
	};

	const onWait = (): void => context.report({title: `Waiting for another run that installs ${baseTitle(base)}`});
	const onDamage = (damage: string): void =>
		context.report({title: damageLine(`The root file system of ${baseTitle(base)}`, damage)});
	await ensureLayer(folder, make, {signal: context.signal, onWait, onDamage});
	return path.join(folder, 'root.tar');
};

/** Where the digest of an archive of ours is kept, so that it need not be computed at each start. */
export const digestFile = (archive: string): string => path.join(path.dirname(archive), 'root.sha256');

const modeWords = {root: 'as root', unshare: 'in a user namespace', fakechroot: 'by fakechroot'} as const;
