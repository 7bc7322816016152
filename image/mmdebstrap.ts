import path from 'node:path';
import {execa} from 'execa';
import {type Base, baseTitle} from './base.ts';
import {besides, unknownPackages} from './extra-packages.ts';
import {ImageError} from './image-error.ts';
import {
	type Architecture,
	distributions,
	leftOut,
	packages,
	SOURCE_DATE_EPOCH,
	type Variant,
	variantPackages,
} from './recipe.ts';
import {runTool} from './run-tool.ts';

/** How mmdebstrap gets a root's rights over the new file system. */
export type Mode = 'root' | 'unshare' | 'fakechroot';

/** All arguments but mode and target: they decide the bytes, and so belong to the cache's key. */
export const mmdebstrapArguments = (
	base: Base & {readonly kind: 'archive'},
	{
		variant,
		architecture,
		packages: extra = [],
	}: {readonly variant: Variant; readonly architecture: Architecture; readonly packages?: readonly string[]},
): string[] => [
	'--variant=apt',
	'--format=tar',
	`--architectures=${architecture}`,
	`--keyring=${base.keyring}`,
	`--include=${[...packages, distributions[base.distribution].kernel[architecture], ...variantPackages[variant], ...besides(variant, extra)].join(',')}`,
	'--aptopt=APT::Install-Recommends "false"',
	'--aptopt=Acquire::Languages "none"',
	...leftOut.map(pattern => `--dpkgopt=path-exclude=${pattern}`),
	'--dpkgopt=path-include=/usr/share/doc/*/copyright',
];

/**
Install a distribution into a tar archive.

@param report - A share of the work done, 0 to 1, and what is being done.
@throws {ImageError} If no mode works here, or mmdebstrap fails: with its last lines.
*/
export const runMmdebstrap = async (
	base: Base & {readonly kind: 'archive'},
	target: string,
	{
		arguments: arguments_,
		mode,
		signal,
		report,
	}: {
		readonly arguments: readonly string[];
		readonly mode: Mode;
		readonly signal: AbortSignal;
		readonly report: (fraction: number, detail: string) => void;
	},
): Promise<void> => {
	const progress = startProgress();
	const complaints: string[] = [];
	await runTool('mmdebstrap', ['--version'], {signal});
	const command = ['mmdebstrap', ...arguments_, '--verbose', `--mode=${mode}`, base.suite, target, ...base.sources];
	// As root it mounts /proc and /sys for the packages' scripts. In a name space of their own, they end with it even when it is killed.
	const isApart = mode === 'root' && (await canHaveOwnMounts(signal));
	const apart = isApart ? ['unshare', '--mount', ...command] : command;
	// When we are killed it is asked to stop, and so cleans up.
	await runTool('setpriv', ['--pdeathsig', 'TERM', ...apart], {
		signal,
		cleansUp: true,
		// The kernel's hook would build an initial root file system, which takes 8 s and which we make ourselves.
		env: {
			SOURCE_DATE_EPOCH: `${SOURCE_DATE_EPOCH}`,
			INITRD: 'No',
			// What it leaves when it is killed goes with the half-made layer. Not where its mounts may be left too, or where another user must reach it.
			...(isApart && {TMPDIR: path.dirname(target)}),
		},
		onLine(line) {
			complaints.push(...(line.startsWith('E: ') ? [line] : []));
			const step = progress(line);
			if (step) {
				report(step.fraction, step.detail);
			}
		},
	}).catch((cause: unknown) => {
		const unknown = unknownPackages(complaints);
		throw unknown.length === 0
			? cause
			: new ImageError(`${baseTitle(base)} has no package ${unknown.join(', ')}`, {
					hint: `Look for its name in this release: apt-cache search, or https://packages.${base.distribution}.org.`,
					cause,
				});
	});
};

/** In a chroot whose root is no mount point, mounts cannot be made private; mmdebstrap then unmounts by itself, as it always does unless killed. */
const canHaveOwnMounts = async (signal: AbortSignal): Promise<boolean> => {
	const {failed} = await execa('unshare', ['--mount', 'true'], {cancelSignal: signal, reject: false});
	signal.throwIfAborted();
	return !failed;
};

/**
The first way that works here: root's own rights; a user namespace with the ranges of /etc/subuid; fakechroot.

@throws {ImageError} If none does.
*/
export const chooseMode = async ({
	userId,
	signal,
}: {
	readonly userId: number;
	readonly signal: AbortSignal;
}): Promise<Mode> => {
	if (userId === 0) {
		return 'root';
	}

	const said: string[] = [];
	for (const [mode, file, arguments_] of [
		['unshare', 'mmdebstrap', ['--unshare-helper', '/usr/sbin/chroot', '/', 'true']],
		['fakechroot', 'fakechroot', ['fakeroot', 'true']],
	] as const) {
		const {failed, stderr, originalMessage} = await execa(file, [...arguments_], {cancelSignal: signal, reject: false});
		signal.throwIfAborted();
		if (!failed) {
			return mode;
		}

		said.push(`${file}: ${stderr?.trim().split('\n').at(-1) || originalMessage}`);
	}

	throw new ImageError(`an ordinary user cannot install a root file system here (${said.join('; ')})`, {
		hint: 'Install uidmap and have a range in /etc/subuid and /etc/subgid, or install fakechroot and fakeroot, or build once as root.',
	});
};

/** How far an installation is: `fraction` from 0 to 1, and what is being done. */
type Progress = {readonly fraction: number; readonly detail: string};

/** What mmdebstrap says at the beginning of a phase, the share of the whole that is done by then (measured), and our words for it. */
const phases: ReadonlyArray<readonly [says: string, from: number, detail: string]> = [
	['running apt-get update', 0.02, 'reading package lists'],
	['downloading packages', 0.08, 'downloading essential packages'],
	['extracting archives', 0.14, 'unpacking essential packages'],
	['installing essential packages', 0.22, 'setting up essential packages'],
	['installing remaining packages', 0.35, 'installing packages'],
	['cleaning package lists', 0.94, 'cleaning'],
	['creating tarball', 0.95, 'packing'],
	['success in', 1, 'done'],
];

/**
Follow the output of `mmdebstrap --verbose`.

@returns A function that takes each line and tells the progress, or nothing when the line tells none. It never goes back.
*/
export const startProgress = (): ((line: string) => Progress | undefined) => {
	let phase = -1;
	let steps = 0;
	let expected = 0;
	return line => {
		const next = phases.findIndex(([says], index) => index > phase && line.startsWith(`I: ${says}`));
		if (next !== -1) {
			phase = next;
			steps = 0;
			expected = 0;
			return progress(phase, 0);
		}

		// Apt announces "12 newly installed"; dpkg then unpacks each and sets each up.
		expected = Number(/(\d+) newly installed/.exec(line)?.[1] ?? expected / 2) * 2;
		if (!/^(?:Unpacking|Setting up) /.test(line) || expected === 0) {
			return undefined;
		}

		steps += 1;
		return progress(phase, Math.min(1, steps / expected));
	};
};

const progress = (phase: number, share: number): Progress => {
	const [, from, detail] = phases[phase] ?? ['', 0, 'starting'];
	const to = phases[phase + 1]?.[1] ?? 1;
	return {fraction: from + (to - from) * share, detail};
};
