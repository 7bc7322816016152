import {readFile} from 'node:fs/promises';
import {abortable} from '../../guest/net/abortable.ts';
import {HarnessError} from '../harness-error.ts';
import type {Pace} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {BuildFindings} from './build-findings.ts';
import {chooseProgram} from './choose-program.ts';
import {limitsReached} from './limits-reached.ts';
import {ProgramError} from './program-error.ts';
import type {ProgramExit, ProgramKind, TestNode} from './test-node.ts';

/** What unpacking and building may take, on a node that is not slow. */
export type BuildLimits = {
	readonly seconds: number;
	/** Of everything that is there afterwards. */
	readonly mebibytes: number;
};

/** What came of building a submission. */
export type BuiltProgram = {
	/** Its folder as a tar archive, which only guests ever unpack. */
	readonly archive: Buffer;
	/** Path of the program in it, a byte string. */
	readonly program: string;
	/** Whether its Makefile makes errors of warnings, and this compiler has some: then it was built without that. */
	readonly despiteWarnings: boolean;
};

/** Ours: a peer of a few thousand lines of C takes ten seconds in an emulated guest, and leaves a megabyte. */
const LIMITS: BuildLimits = {seconds: 180, mebibytes: 32};

/**
Unpack and build a submission on a node: as the user without rights, limited like any program.

What it leaves on the node is removed.

@throws {ProgramError} If it does not build, or there is nothing to start.
*/
export const buildProgram = async (
	node: TestNode,
	kind: ProgramKind,
	{
		archive,
		signal,
		pace,
		limits = LIMITS,
	}: {
		readonly archive: Uint8Array;
		readonly signal: AbortSignal;
		readonly pace?: Pace | undefined;
		readonly limits?: BuildLimits | undefined;
	},
): Promise<BuiltProgram> => {
	const folder = `${node.folder}/${kind}-under-test`;
	const packed = `${folder}.tar`;
	await node.makeFolder(folder, {signal});
	await node.writeFile(packed, archive, {signal});
	const {found, despiteWarnings, reached} = await build(node, kind, {folder, packed, signal, pace, limits});
	const executable = chooseProgram(found.executables, kind);
	const program = executable ?? chooseProgram(found.scripts, kind);
	if (program === undefined) {
		throw new ProgramError([found.whyNothing, ...reached].join(' '));
	}

	if (executable === undefined) {
		await node.run(['chmod', 'u+x', `${folder}/${program}`], {signal});
	}

	const built = {program, despiteWarnings, archive: await packUp(node, folder, {signal, limits})};
	await node.clear([folder, packed, `${packed}.lenient`], {signal});
	return built;
};

/** Lay out on a node what was built on another. */
export const unpackBuilt = async (
	node: TestNode,
	{archive}: BuiltProgram,
	{folder, signal}: {readonly folder: string; readonly signal: AbortSignal},
): Promise<void> => {
	await node.makeFolder(folder, {signal});
	const {exitCode, stderr} = await node.run(['sh', '-c', UNPACK, 'sh', folder], {
		input: archive,
		signal,
		asHarness: true,
	});
	if (exitCode !== 0) {
		throw new HarnessError(`Could not lay out a built program in "${node.name}": ${stderr.toString().trim()}`);
	}
};

/** Whoever was its owner where it was built, it is the harness's now, with nobody's rights, and all may read and start it. */
const UNPACK = 'tar -C "$1" --no-same-owner -xf - && chmod -R a+rX,ug-s,go-w "$1"';

type Step = {
	readonly folder: string;
	readonly signal: AbortSignal;
	readonly pace: Pace | undefined;
	readonly limits: BuildLimits;
};

/** Build it, and then, when nothing of it runs any more, look for what can be started. */
const build = async (
	node: TestNode,
	kind: ProgramKind,
	{packed, ...step}: Step & {readonly packed: string},
): Promise<{
	readonly found: BuildFindings;
	readonly despiteWarnings: boolean;
	/** Limits that building came to, a sentence each. */
	readonly reached: readonly string[];
}> => {
	let despiteWarnings = false;
	const reached = await runScript(node, ['build', packed], {
		...step,
		label: `build-${kind}`,
		lastLine: 'osp2p-built',
		onLine(line) {
			despiteWarnings ||= line === 'osp2p-warnings';
		},
	});
	const lines: string[] = [];
	await runScript(node, ['find'], {
		...step,
		label: `look-into-${kind}`,
		onLine(line) {
			if (lines.length <= MOST_FOUND) {
				lines.push(line);
			}
		},
	});
	if (lines.length > MOST_FOUND) {
		throw new ProgramError(`It has more than ${MOST_FOUND} executables.`);
	}

	return {found: new BuildFindings(lines.join('\n')), despiteWarnings, reached};
};

/** More than any submission has. */
const MOST_FOUND = 1000;

/** @returns Which limits it came to, where it did not end by itself. @throws {ProgramError} If it fails, or does not end in time. */
const runScript = async (
	node: TestNode,
	argv: readonly string[],
	{
		folder,
		label,
		lastLine,
		onLine,
		signal,
		pace,
		limits: {seconds},
	}: Step & {
		readonly label: string;
		/** Soon after it the script is over, whoever still holds its output: what a Makefile left running is not waited for. */
		readonly lastLine?: string;
		readonly onLine: (line: string) => void;
	},
): Promise<readonly string[]> => {
	const over = new AbortController();
	await using program = await node.start(['sh', '-c', await buildScript(), 'sh', ...argv], {
		signal,
		label,
		cwd: folder,
		onLine(line) {
			onLine(line);
			if (line === lastLine) {
				setTimeout(() => over.abort(), LAST_LINE_MS).unref();
			}
		},
	});
	const late = AbortSignal.any([signal, over.signal, timeoutWithoutSteal(seconds * 1000, pace)]);
	const exit = await before(late, program.exited);
	signal.throwIfAborted();
	if (exit?.exitCode === 0) {
		return [];
	}

	const limits = await limitsReached(node, label, {signal});
	if (exit === undefined && over.signal.aborted) {
		return limits;
	}

	const what =
		exit === undefined
			? `It was not built within ${seconds} s.`
			: `It does not build (${exit.signal ?? `exit code ${exit.exitCode}`}).`;
	const output = (exit?.lastLines ?? program.lastLines()).slice(-SHOWN_LINES);
	const end = output.length === 0 ? [] : ['The end of its output:', ...output];
	throw new ProgramError([[what, ...limits].join(' '), ...end].join('\n'));
};

/** From the last line of a script to its end, when nobody else holds its output; and time for it to be seen. */
const LAST_LINE_MS = 1000;

const buildScript = async (): Promise<string> => readFile(new URL('build-submission.sh', import.meta.url), 'utf8');

/** Lines of the compiler that a finding shows. */
const SHOWN_LINES = 15;

/** @returns Undefined when it does not end in time. */
const before = async (late: AbortSignal, exited: Promise<ProgramExit>): Promise<ProgramExit | undefined> => {
	try {
		return await abortable(exited, late);
	} catch (error) {
		if (!late.aborted) {
			throw error;
		}

		return undefined;
	}
};

const packUp = async (
	node: TestNode,
	folder: string,
	{signal, limits: {mebibytes}}: {readonly signal: AbortSignal; readonly limits: BuildLimits},
): Promise<Buffer> => {
	const {stdout} = await node.run(['du', '-sm', '--apparent-size', folder], {signal});
	const taken = Number.parseInt(stdout.toString(), 10);
	if (taken > mebibytes) {
		throw new ProgramError(`What it builds takes ${taken} MiB; at most ${mebibytes} are taken from guest to guest.`);
	}

	const packed = await node.run(['sh', '-c', PACK, 'sh', folder], {signal});
	if (packed.exitCode !== 0) {
		throw new HarnessError(`Could not pack up a built program in "${node.name}": ${packed.stderr.toString().trim()}`);
	}

	return packed.stdout;
};

/** Of folders that may not be read, what is in them is told all the same: they are its owner's. */
const PACK = 'chmod -R u+rX "$1" && tar -C "$1" -cf - .';
