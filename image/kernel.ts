import {ImageError} from './image-error.ts';
import type {Root} from './root.ts';

/** A kernel as QEMU's `-kernel` takes it. */
export type Kernel = {
	/** As in /lib/modules. */
	readonly version: string;
	readonly image: Buffer;
};

/** The newest kernel of a root file system. @throws {ImageError} If it has none. */
export const findKernel = async (root: Root): Promise<Kernel> => {
	const versions = [...root.members.keys()].flatMap(name => /^boot\/vmlinuz-(.+)$/.exec(name)?.[1] ?? []);
	const version = versions.sort((a, b) => a.localeCompare(b, 'en', {numeric: true})).at(-1);
	if (version === undefined) {
		throw new ImageError('the root file system has no kernel (/boot/vmlinuz-VERSION)', {
			hint: 'A base of your own needs the packages that image/recipe.ts lists, and a kernel.',
		});
	}

	return {version, image: await root.read(`boot/vmlinuz-${version}`)};
};
