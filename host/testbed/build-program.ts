import {abortable} from '../../guest/net/abortable.ts';
import {HarnessError} from '../harness-error.ts';
import {fairTimeout} from '../wait/fair-timeout.ts';
import type {Pace} from '../wait/pace.ts';
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
	const {paths, despiteWarnings} = await build(node, kind, {folder, packed, signal, pace, limits});
	const program = chooseProgram(paths, kind);
	if (program === undefined) {
		throw new ProgramError('It has no executable, and its Makefile, if it has one, made none.');
	}

	const built = {program, despiteWarnings, archive: await packUp(node, folder, {signal, limits})};
	await node.run(['rm', '-rf', folder, packed, `${packed}.lenient`], {signal});
	return built;
};

/** Lay out on a node what was built on another. */
export const unpackBuilt = async (
	node: TestNode,
	{archive}: BuiltProgram,
	{folder, signal}: {readonly folder: string; readonly signal: AbortSignal},
): Promise<void> => {
	await node.makeFolder(folder, {signal});
	const {exitCode, stderr} = await node.run(['sh', '-c', UNPACK, 'sh', folder], {input: archive, signal});
	if (exitCode !== 0) {
		throw new HarnessError(`Could not lay out a built program in "${node.name}": ${stderr.toString().trim()}`);
	}
};

/** Whoever was its owner where it was built, it is the harness's now, with nobody's rights, and all may read and start it. */
const UNPACK = 'tar -C "$1" --no-same-owner -xf - && chmod -R a+rX,ug-s,go-w "$1"';

/** @returns The executables there are then. */
const build = async (
	node: TestNode,
	kind: ProgramKind,
	{
		folder,
		packed,
		signal,
		pace,
		limits: {seconds},
	}: {
		readonly folder: string;
		readonly packed: string;
		readonly signal: AbortSignal;
		readonly pace: Pace | undefined;
		readonly limits: BuildLimits;
	},
): Promise<{readonly paths: readonly string[]; readonly despiteWarnings: boolean}> => {
	const found: string[] = [];
	let despiteWarnings = false;
	const label = `build-${kind}`;
	await using program = await node.start(['sh', '-c', BUILD, 'sh', packed], {
		signal,
		label,
		cwd: folder,
		onLine(line) {
			if (line.startsWith(FOUND) && found.length <= MOST_FOUND) {
				found.push(line.slice(FOUND.length));
			}

			despiteWarnings ||= line === DESPITE_WARNINGS;
		},
	});
	const exit = await before(AbortSignal.any([signal, fairTimeout(seconds * 1000, pace)]), program.exited);
	signal.throwIfAborted();
	const limits = await limitsReached(node, label, {signal});
	const output = (exit?.lastLines ?? program.lastLines()).filter(line => !line.startsWith(FOUND)).slice(-SHOWN_LINES);
	const complain = (what: string): ProgramError =>
		new ProgramError(
			[[what, ...limits].join(' '), ...(output.length === 0 ? [] : ['The end of its output:', ...output])].join('\n'),
		);
	if (exit === undefined) {
		throw complain(`It was not built within ${seconds} s.`);
	}

	if (exit.exitCode !== 0) {
		throw complain(`It does not build (${exit.signal ?? `exit code ${exit.exitCode}`}).`);
	}

	if (found.length > MOST_FOUND) {
		throw complain(`It has more than ${MOST_FOUND} executables.`);
	}

	return {paths: found, despiteWarnings};
};

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

	const packed = await node.run(['tar', '-C', folder, '-cf', '-', '.'], {signal});
	if (packed.exitCode !== 0) {
		throw new HarnessError(`Could not pack up a built program in "${node.name}": ${packed.stderr.toString().trim()}`);
	}

	return packed.stdout;
};

/** How the build script tells an executable: nothing that make prints begins like that. */
const FOUND = 'osp2p-executable: ';

/** More than any submission has. A Makefile may print as if it were the script, and without end. */
const MOST_FOUND = 1000;

const DESPITE_WARNINGS = 'osp2p: once more, and warnings are no errors';

/** The folder of the Makefile may lie one or two levels down: archives often hold one folder with everything. All is built anew (`-B`), whatever was built elsewhere and handed in with it. Makefiles with -Werror were written for compilers that knew fewer warnings. */
const BUILD = `
set -e
tar -xf "$1"
makefile=$(find . -maxdepth 3 \\( -name '[Mm]akefile' -o -name GNUmakefile \\) | awk '{print length, $0}' | sort -n | head -n 1 | cut -d ' ' -f 2-)
if [ -n "$makefile" ]; then
	folder=$(dirname "$makefile")
	if ! make -B -C "$folder"; then
		grep -q -e -Werror "$makefile" || exit 2
		echo '${DESPITE_WARNINGS}'
		mkdir "$1.lenient"
		for compiler in cc gcc; do
			printf '#!/bin/sh\nexec %s "$@" -Wno-error\n' "$(command -v $compiler)" >"$1.lenient/$compiler"
			chmod +x "$1.lenient/$compiler"
		done
		PATH="$1.lenient:$PATH" make -B -C "$folder"
	fi
fi
find . -type f -perm -u+x | while IFS= read -r path; do
	case $(head -c 4 "$path" | od -An -c | tr -d ' \\n') in
		'177ELF' | '#!'*) echo "${FOUND}\${path#./}" ;;
	esac
done
`;
