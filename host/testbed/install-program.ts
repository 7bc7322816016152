import type {Pace} from '../wait/pace.ts';
import {type BuildLimits, type BuiltProgram, buildProgram, unpackBuilt} from './build-program.ts';
import {ProgramError} from './program-error.ts';
import type {ProgramSource} from './program-source.ts';
import {readSubmission, type SubmissionFiles} from './read-submission.ts';
import type {Command, ProgramKind, TestNode} from './test-node.ts';

/**
Make a program ready to be started on a node. Where it has a Makefile, the first node that needs it builds it, and all get what came of it: done once a node, and once a guest where guests are used again.

@returns The first arguments of its command line.
@throws {ProgramError} If it does not build, or there is nothing to start.
@throws {HarnessError} If the path is no program at all.
*/
export const installProgram = async (
	node: TestNode,
	kind: ProgramKind,
	source: ProgramSource,
	options: BuildOptions,
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

/** What building needs to know: how fast the node is, and what it may take; ours when left out. */
type BuildOptions = {readonly signal: AbortSignal; readonly pace?: Pace; readonly limits?: BuildLimits};

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
	{signal, ...options}: BuildOptions,
): Promise<Command> => {
	const folder = `${node.programFolder}/${kind}`;
	const note = `${folder}.installed`;
	const installed = (await node.readFile(note, {signal}))?.toString('latin1');
	const [from, program] = installed?.split('\n') ?? [];
	if (from === JSON.stringify(source.path) && program !== undefined) {
		return [program];
	}

	const submission = await readSubmission(source.path);
	const path =
		submission.kind === 'file'
			? await copyFile(node, submission, {folder, signal})
			: await layOut(node, kind, source, {archive: submission.bytes, folder, signal, options});
	await node.writeFile(note, Buffer.from(`${JSON.stringify(source.path)}\n${path}`, 'latin1'), {signal});
	return [path];
};

const copyFile = async (
	node: TestNode,
	{name, bytes}: SubmissionFiles & {readonly kind: 'file'},
	{folder, signal}: {readonly folder: string; readonly signal: AbortSignal},
): Promise<string> => {
	const program = `${folder}/${Buffer.from(name).toString('latin1')}`;
	await node.writeFile(program, bytes, {signal, executable: true});
	return program;
};

/** Build what nobody has built yet, and lay out what was built. */
const layOut = async (
	node: TestNode,
	kind: ProgramKind,
	source: HandedIn,
	{
		archive,
		folder,
		signal,
		options,
	}: {
		readonly archive: Uint8Array;
		readonly folder: string;
		readonly signal: AbortSignal;
		readonly options: Omit<BuildOptions, 'signal'>;
	},
): Promise<string> => {
	for (;;) {
		const known = BUILT.get(source);
		const building = known ?? buildProgram(node, kind, {archive, signal, ...options});
		if (known === undefined) {
			BUILT.set(source, building);
			building.catch((error: unknown) => {
				if (!(error instanceof ProgramError)) {
					BUILT.delete(source); // The harness was kept from it: the next one tries again.
				}
			});
		}

		try {
			const built = await building;
			await unpackBuilt(node, built, {folder, signal});
			return `${folder}/${built.program}`;
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof ProgramError || known === undefined || BUILT.get(source) === known) {
				throw error;
			}
		}
	}
};
