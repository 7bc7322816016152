import {readFileSync} from 'node:fs';
import path from 'node:path';

/** One import or re-export of a file. */
export type Import = {
	/** Path from the root of the checkout. */
	readonly file: string;
	/** As written for packages and built-in modules; `./path/from/root.ts` for files of ours. */
	readonly target: string;
	/** `type`: gone when the file runs. `late`: by a call of `import()`, when that is reached. */
	readonly kind: 'static' | 'type' | 'late';
};

/** What a TypeScript file of ours imports, in the order of its text. @param file - Path from the root. */
export const importsOf = (root: string, file: string): Import[] => {
	const text = readFileSync(path.join(root, file), 'utf8');
	return [
		...text.matchAll(/^\s*(?:import|export)\b([^'"`;]*?)\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm),
	].map(([, names = '', from, bare, late]) => {
		const target = from ?? bare ?? late ?? '';
		return {
			file,
			target: target.startsWith('.') ? `./${path.join(path.dirname(file), target)}` : target,
			kind: late !== undefined ? 'late' : isOnlyTypes(names) ? 'type' : 'static',
		};
	});
};

/** Of what stands between `import` and `from`. */
const isOnlyTypes = (names: string): boolean => {
	const [, list] = /^\s*\{([\s\S]*)\}\s*$/.exec(names) ?? [];
	const all = list?.split(',').filter(name => name.trim() !== '');
	return /^\s*type\b/.test(names) || (all?.every(name => /^\s*type\b/.test(name)) ?? false);
};
