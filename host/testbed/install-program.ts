import {type BuildLimits, type BuiltProgram, buildProgram, unpackBuilt} from './build-program.ts';
import {ProgramError} from './program-error.ts';
import type {ProgramSource} from './program-source.ts';
import {readSubmission} from './read-submission.ts';
import type {Command, ProgramKind, TestNode} from './test-node.ts';

/**
Make a program ready to be started on a node. Where it has a Makefile, the first node that needs it builds it, and all others get what came of it: done once a node.

@returns The first words of its command line.
@throws {ProgramError} If it does not build, or there is nothing to start.
@throws {HarnessError} If the path is no program at all.
*/
export const installProgram = async (
	node: TestNode,
	kind: ProgramKind,
	source: ProgramSource,
	options: {readonly signal: AbortSignal; readonly limits?: BuildLimits},
): Promise<Command> => {
	if (source.kind === 'ours') {
		return node.programs[kind];
	}

	const installed = INSTALLED.get(node) ?? new Map<string, Promise<Command>>();
	INSTALLED.set(node, installed);
	const key = `${kind} ${source.path}`;
	const command = installed.get(key) ?? install(node, kind, source, options);
	installed.set(key, command);
	return command;
};

/** What came of building a program, where one was built. Known once it is installed. */
export const whatWasBuilt = async (source: ProgramSource): Promise<BuiltProgram | undefined> =>
	source.kind === 'path' ? BUILT.get(source) : undefined;

type HandedIn = ProgramSource & {readonly kind: 'path'};

/** Forgotten with the node. */
const INSTALLED = new WeakMap<TestNode, Map<string, Promise<Command>>>();

/** What came of building, also when it was nothing: a Makefile that takes minutes to fail does so once. Forgotten with the source. */
const BUILT = new WeakMap<HandedIn, Promise<BuiltProgram>>();

const install = async (
	node: TestNode,
	kind: ProgramKind,
	source: HandedIn,
	{signal, limits}: {readonly signal: AbortSignal; readonly limits?: BuildLimits},
): Promise<Command> => {
	const submission = await readSubmission(source.path);
	const folder = `${node.folder}/${kind}-under-test`;
	if (submission.kind === 'file') {
		const program = `${folder}/${Buffer.from(submission.name).toString('latin1')}`;
		await node.writeFile(program, submission.bytes, {signal, executable: true});
		return [program];
	}

	for (;;) {
		const known = BUILT.get(source);
		if (known === undefined) {
			const building = buildProgram(node, kind, {folder, archive: submission.bytes, signal, ...(limits && {limits})});
			BUILT.set(source, building);
			building.catch((error: unknown) => {
				if (!(error instanceof ProgramError)) {
					BUILT.delete(source); // The harness was kept from it: the next one tries again.
				}
			});
			return [`${folder}/${(await building).program}`];
		}

		try {
			const built = await known;
			await unpackBuilt(node, built, {folder, signal});
			return [`${folder}/${built.program}`];
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof ProgramError || BUILT.get(source) === known) {
				throw error;
			}
		}
	}
};
