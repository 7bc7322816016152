import type {ProgramKind} from './test-node.ts';

/**
Which of the executables of a submission is the program.

@param paths - Relative ones, byte strings.
@returns The one with a name that says what it is, else the only one that is not a test or a tool, else the one that lies highest; undefined when there is none.
*/
export const chooseProgram = (paths: readonly string[], kind: ProgramKind): string | undefined =>
	paths
		.map(path => ({path, rank: rankOf(path, kind)}))
		.toSorted((a, b) => b.rank - a.rank || depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : 1))
		.at(0)?.path;

const rankOf = (path: string, kind: ProgramKind): number => {
	const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
	if (name === `osp${kind}`) {
		return 5;
	}

	if (name === kind) {
		return 4;
	}

	if (/test|configure|install|clean|\.(?:so|o|a)$/.test(name)) {
		return -1;
	}

	return name.includes(kind)
		? 3
		: name.includes(kind === 'peer' ? 'tracker' : 'peer')
			? 0
			: name.includes('osp')
				? 2
				: 1;
};

const depthOf = (path: string): number => path.split('/').length;
