import {parsePackages} from '../../image/extra-packages.ts';
import {ImageError} from '../../image/image-error.ts';
import {UsageError} from './usage-error.ts';

/** The option `--packages`, for a command's table of flags: names of packages, joined by commas. What comes of it is sorted and has each name once, so that the same packages are the same text. */
export const packageList = ({describe}: {readonly describe: string}) => ({
	type: 'string' as const,
	requiresArg: true,
	describe,
	coerce: (text: string | readonly string[] | undefined): string | undefined => {
		if (typeof text === 'object') {
			throw new UsageError('--packages was given more than once: join the names by commas');
		}

		if (text === undefined) {
			return undefined;
		}

		try {
			const names = parsePackages(text);
			return names.length === 0 ? undefined : names.join(',');
		} catch (error) {
			throw error instanceof ImageError ? new UsageError(`--packages: ${error.message}`) : error; // yargs keeps no hint.
		}
	},
});
