import {isAbsolute, relative} from 'node:path';

/** A path as somebody in a folder would type it: relative where that is shorter. A path that is relative already stays. */
export const shownPath = (path: string, from: string): string => {
	if (!isAbsolute(path)) {
		return path;
	}

	const short = relative(from, path);
	return short.startsWith('..') || short === '' || from === '/' ? path : short;
};
