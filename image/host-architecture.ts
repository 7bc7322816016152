import {ImageError} from './image-error.ts';
import type {Architecture} from './recipe.ts';

/** What guests must be to run on this host's processor. @throws {ImageError} If we have no recipe for it. */
export const hostArchitecture = (arch: string = process.arch): Architecture => {
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
