import {ImageError} from './image-error.ts';
import {packages, type Variant, variantPackages} from './recipe.ts';

/**
Names of packages that guests are to have beside those of the recipe, as typed: joined by commas or blanks.

@returns Sorted, each once.
@throws {ImageError} If one is no name of a package.
@see https://www.debian.org/doc/debian-policy/ch-controlfields.html#source
*/
export const parsePackages = (text: string): string[] => {
	const names = text.split(/[\s,]+/).filter(name => name !== '');
	const wrong = names.find(name => !/^[a-z\d][a-z\d+.-]+$/.test(name) || name.length > MAX_NAME);
	if (wrong !== undefined) {
		throw new ImageError(
			`"${wrong}" is no name of a Debian or Ubuntu package: those are lower-case letters, digits and + - .`,
		);
	}

	return [...new Set(names)].sort();
};

/** Longer than any name in the archives; the command line has an end. */
const MAX_NAME = 100;

/** What of them a variant does not have by itself: only that makes another image. Sorted, each once. */
export const besides = (variant: Variant, wanted: readonly string[]): string[] => {
	const has = new Set([...packages, ...variantPackages[variant]]);
	return [...new Set(wanted)].filter(name => !has.has(name)).sort();
};

/**
The packages that apt could not find, by what it printed.

@param lines - Of apt's or mmdebstrap's output.
*/
export const unknownPackages = (lines: readonly string[]): string[] => [
	...new Set(
		lines.flatMap(line => {
			const name =
				/^E: Unable to locate package (\S+)/.exec(line)?.[1] ??
				/^E: Package '([^']+)' has no installation candidate/.exec(line)?.[1] ??
				/^E: Couldn't find any package by (?:glob|regex) '([^']+)'/.exec(line)?.[1];
			return name === undefined ? [] : [name];
		}),
	),
];
