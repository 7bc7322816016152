import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';
import {HarnessError} from './harness-error.ts';

/**
Where images, templates and what else can be made again are kept: `osp2p` in `XDG_CACHE_HOME`, or in `.cache` of the home folder.

@throws {HarnessError} If there is no home folder either.
@see https://specifications.freedesktop.org/basedir-spec/latest/ (a relative path is to be ignored)
*/
export const cacheFolderOf = (
	{XDG_CACHE_HOME, HOME}: Readonly<Record<string, string | undefined>>,
	home: () => string = homedir,
): string => {
	if (XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)) {
		return join(XDG_CACHE_HOME, 'osp2p');
	}

	const folder = HOME !== undefined && isAbsolute(HOME) ? HOME : homeOrNone(home);
	if (folder === undefined || !isAbsolute(folder)) {
		throw new HarnessError('There is nowhere to keep images: this user has no home folder.', {
			hint: 'Let XDG_CACHE_HOME name a folder that you may write to, by its whole path.',
		});
	}

	return join(folder, '.cache', 'osp2p');
};

/** A user that the system does not know has none. */
const homeOrNone = (home: () => string): string | undefined => {
	try {
		return home();
	} catch {
		return undefined;
	}
};
