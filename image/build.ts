import path from 'node:path';
import {chooseBase} from './base.ts';
import type {BuildContext, ImagePlan} from './build-plan.ts';
import {cacheProblem} from './cache-problem.ts';
import {ensureDisk} from './disk-layer.ts';
import {DamagedLayerError} from './doubt.ts';
import {besides} from './extra-packages.ts';
import {ImageError} from './image-error.ts';
import {damageLine} from './layer.ts';
import {lock} from './lock.ts';
import {type GuestImage, readManifest} from './manifest.ts';
import {ensurePrograms} from './programs-layer.ts';
import type {Architecture} from './recipe.ts';
import {ensureRoot} from './root-layer.ts';
import {ensureSshKeys, type SshKeys} from './ssh-keys.ts';

/**
The guest image of a plan: found in the cache, or built. Three layers, each keyed by what it is made from:

1. the distribution, as mmdebstrap installs it (half a minute, rarely);
2. the disk: the distribution, our files and keys; with kernel and initial root file system (seconds);
3. the programs disk (a second or two, after each edit of a program).

@param report - Told each step that is really done; nothing, when all is in the cache.
@throws {ImageError} If it cannot be built, with what to do about it.
*/
export const ensureImage = async (plan: ImagePlan, context: BuildContext): Promise<GuestImage> => {
	try {
		try {
			return await findOrBuild(plan, context);
		} catch (error) {
			if (error instanceof DamagedLayerError) {
				return await findOrBuild(plan, context); // What was found damaged is made anew.
			}

			throw error;
		}
	} catch (error) {
		throw cacheProblem(error, plan.cacheFolder) ?? error;
	}
};

const findOrBuild = async (plan: ImagePlan, context: BuildContext): Promise<GuestImage> => {
	const {cacheFolder, variant} = plan;
	const extra = besides(variant, plan.packages ?? []);
	const architecture = hostArchitecture();
	const base = await chooseBase(plan.base, {architecture, signal: context.signal});
	const keys = await keysOf(cacheFolder, context);
	const root = await ensureRoot({base, variant, packages: extra, architecture, cacheFolder}, context);
	const disk = await ensureDisk({base, root, keys, variant, packages: extra, architecture, cacheFolder}, context);
	const programs = await ensurePrograms(plan, context);
	const {key, kernelArguments, hostKey, packages, base: title} = await readManifest(disk);
	return {
		key,
		folder: disk,
		disk: path.join(disk, 'disk.qcow2'),
		programs: path.join(programs, 'programs.raw'),
		programsKey: path.basename(programs),
		programNames: plan.executables.map(({name}) => name),
		kernel: path.join(disk, 'kernel'),
		initrd: path.join(disk, 'initrd'),
		kernelArguments,
		sshKey: keys.userKeyFile,
		hostKey,
		knownHosts: keys.knownHostsFile,
		user: 'root',
		variant,
		architecture,
		base: title,
		packages,
	};
};

const keysOf = async (cacheFolder: string, {signal, report}: BuildContext): Promise<SshKeys> => {
	using _ = await lock(path.join(cacheFolder, 'keys.lock'), {signal});
	return ensureSshKeys(path.join(cacheFolder, 'keys'), {
		onDamage: damage => report({title: damageLine('The pair of keys', damage)}),
	});
};

/** What guests must be to run on this host's processor. @throws {ImageError} If we have no recipe for it. */
const hostArchitecture = (arch: string = process.arch): Architecture => {
	switch (arch) {
		case 'x64': {
			return 'amd64';
		}
		case 'arm64': {
			return 'arm64';
		}
		default: {
			throw new ImageError(`no guest image can be made for a ${arch} processor`, {
				hint: 'Use an x86-64 or arm64 host.',
			});
		}
	}
};
