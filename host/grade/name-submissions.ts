/**
Name submissions so that each name tells whose it is: by its owner, where that is known; else by the last part of its path; where two end alike, by the part that differs.

Whoever had a name in an earlier grading keeps it: one more submission renames nobody.

@param paths - Absolute ones, each once.
@param known - Path → name, of an earlier grading into the same folder.
@param owners - Path → whose it is, where the layout of the class tells.
@returns A name for each path: unique, and safe as the name of a folder on any system.
*/
export const nameSubmissions = (
	paths: readonly string[],
	known: ReadonlyMap<string, string>,
	owners: ReadonlyMap<string, string> = new Map(),
): string[] => {
	const taken = new Set([...FILES_OF_A_CLASS, ...known.values()].map(fold));
	const strangers = paths.filter(path => !owners.has(path));
	const plain = plainNames(strangers);
	const nameOf = (path: string): string => {
		const owner = owners.get(path);
		if (owner === undefined) {
			return plain[strangers.indexOf(path)] ?? '';
		}

		const isOnly = [...owners.values()].filter(other => other === owner).length === 1;
		return safe(isOnly ? owner : `${owner}-${partsOf(path).at(-1)}`);
	};
	return paths.map(path => {
		const name = known.get(path) ?? untaken(nameOf(path), taken);
		taken.add(fold(name));
		return name;
	});
};

/** What lies beside the submissions' folders. */
const FILES_OF_A_CLASS = ['index.html', 'index.html.new', 'matrix.csv', 'matrix.csv.new'];

const plainNames = (paths: readonly string[]): string[] => {
	const lastParts = paths.map(path => safe(partsOf(path).at(-1) ?? ''));
	if (new Set(lastParts.map(fold)).size === paths.length) {
		return lastParts;
	}

	const all = paths.map(partsOf);
	const [first = []] = all;
	const isShared = (at: number): boolean => all.every(parts => parts.at(at) === first.at(at));
	let before = 0;
	while (isShared(before) && all.every(parts => before < parts.length - 1)) {
		before += 1;
	}

	let after = 0;
	while (isShared(-1 - after) && all.every(parts => after < parts.length - before - 1)) {
		after += 1;
	}

	return all.map(parts => safe(parts.slice(before, parts.length - after).join('-')));
};

const partsOf = (path: string): string[] => path.split('/').filter(part => part !== '');

/** Letters and digits of any script stay; a folder's name has 255 bytes at most, and reports add to it. */
const safe = (text: string): string => {
	const plain = text
		.normalize('NFC')
		.replaceAll(/[^\p{L}\p{M}\p{N}_.@+-]+/gu, '-')
		.replace(/^[.-]+/u, '');
	return cutToBytes(plain, 150) || 'submission';
};

const cutToBytes = (text: string, most: number): string => {
	let cut = [...text];
	while (Buffer.byteLength(cut.join('')) > most) {
		cut = cut.slice(0, -1);
	}

	return cut.join('');
};

/** Some file systems take names for the same that differ in their case alone. */
const fold = (name: string): string => name.toLowerCase();

const untaken = (plain: string, taken: ReadonlySet<string>): string => {
	let name = plain;
	for (let count = 2; taken.has(fold(name)); count++) {
		name = `${plain}-${count}`;
	}

	return name;
};
