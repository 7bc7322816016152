import {chooseProgram} from './choose-program.ts';
import {ProgramError} from './program-error.ts';
import type {ProgramSource} from './program-source.ts';
import {readSubmission} from './read-submission.ts';
import type {Command, ProgramKind, TestNode} from './test-node.ts';

/** Longest time to unpack and build, in seconds; ours. A peer of a few thousand lines of C takes ten in an emulated guest. */
const BUILD_SECONDS = 180;

/**
Make a program ready to be started on a node: copied there, and built there when it has a Makefile. Done once a node.

@returns The first words of its command line.
@throws {ProgramError} If it does not build, or there is nothing to start.
@throws {HarnessError} If the path is no program at all.
*/
export const installProgram = async (
	node: TestNode,
	kind: ProgramKind,
	source: ProgramSource,
	{signal}: {readonly signal: AbortSignal},
): Promise<Command> => {
	if (source.kind === 'ours') {
		return node.programs[kind];
	}

	const installed = (INSTALLED.get(node) ?? INSTALLED.set(node, new Map()).get(node)) as Map<string, Promise<Command>>;
	const key = `${kind} ${source.path}`;
	const command = installed.get(key) ?? install(node, kind, source.path, {signal});
	installed.set(key, command);
	return command;
};

/** Forgotten with the node. */
const INSTALLED = new WeakMap<TestNode, Map<string, Promise<Command>>>();

const install = async (
	node: TestNode,
	kind: ProgramKind,
	path: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<Command> => {
	const submission = await readSubmission(path);
	const folder = `${node.folder}/${kind}-under-test`;
	if (submission.kind === 'file') {
		const program = `${folder}/${Buffer.from(submission.name).toString('latin1')}`;
		await node.writeFile(program, submission.bytes, {signal, executable: true});
		return [program];
	}

	const archive = `${node.folder}/${kind}-under-test.tar`;
	await node.makeFolder(folder, {signal});
	await node.writeFile(archive, submission.bytes, {signal});
	const paths = await build(node, kind, {folder, archive, signal});
	const program = chooseProgram(paths, kind);
	if (program === undefined) {
		throw new ProgramError('It has no executable, and its Makefile, if it has one, made none.');
	}

	return [`${folder}/${program}`];
};

/** Unpack and build as the user without rights, limited like any program. @returns The executables there are then. */
const build = async (
	node: TestNode,
	kind: ProgramKind,
	{folder, archive, signal}: {readonly folder: string; readonly archive: string; readonly signal: AbortSignal},
): Promise<string[]> => {
	const found: string[] = [];
	const label = `build-${kind}`;
	const within = AbortSignal.any([signal, AbortSignal.timeout(BUILD_SECONDS * 1000)]);
	await using program = await node.start(['sh', '-c', BUILD, 'sh', archive], {
		signal: within,
		label,
		cwd: folder,
		onLine(line) {
			if (line.startsWith(FOUND)) {
				found.push(line.slice(FOUND.length));
			}
		},
	});
	const {exitCode, lastLines} = await program.exited;
	signal.throwIfAborted();
	if (within.aborted) {
		throw new ProgramError(`It was not built within ${BUILD_SECONDS} s.`);
	}

	if (exitCode !== 0) {
		throw new ProgramError(
			`It does not build (exit code ${exitCode}). The end of its output:\n${lastLines.slice(-10).join('\n')}`,
		);
	}

	return found;
};

/** How the build script tells an executable: nothing that make prints begins like that. */
const FOUND = 'osp2p-executable: ';

/** The folder of the Makefile may lie one or two levels down: archives often hold one folder with everything. */
const BUILD = `
set -e
tar -xf "$1"
makefile=$(find . -maxdepth 3 -name '[Mm]akefile' | awk '{print length, $0}' | sort -n | head -n 1 | cut -d ' ' -f 2-)
if [ -n "$makefile" ]; then
	make -C "$(dirname "$makefile")"
fi
find . -type f -perm -u+x | while IFS= read -r path; do
	case $(head -c 4 "$path" | od -An -c | tr -d ' \\n') in
		'177ELF' | '#!'*) echo "${FOUND}\${path#./}" ;;
	esac
done
`;
