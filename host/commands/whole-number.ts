import {UsageError} from './usage-error.ts';

/**
An option that takes a whole number, for a command's table of flags.

@param name - Without the dashes, for the complaint.
*/
export const wholeNumber = (
	name: string,
	{
		describe,
		least,
		most = Number.MAX_SAFE_INTEGER,
		unit = '',
	}: {
		readonly describe: string;
		readonly least: number;
		readonly most?: number;
		/** What is counted, for the complaint: ` MiB`. */
		readonly unit?: string;
	},
) => ({
	type: 'string' as const,
	requiresArg: true,
	describe,
	coerce: (text: string | readonly string[] | undefined): number | undefined => {
		if (typeof text === 'object') {
			throw new UsageError(`--${name} was given more than once`);
		}

		if (text === undefined) {
			return undefined;
		}

		const number = Number(text);
		if (!/^\d+$/.test(text) || number < least || number > most) {
			const range = most === Number.MAX_SAFE_INTEGER ? `${least}${unit} or more` : `${least} to ${most}${unit}`;
			throw new UsageError(`--${name} ${text} makes no sense: it takes a whole number, ${range}`);
		}

		return number;
	},
});
