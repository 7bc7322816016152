import {spawnSync} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {arch, platform} from 'node:os';
import {basename, join} from 'node:path';
import {type HostProgram, hostPrograms} from '../../image/host-programs.ts';

/** One thing of the host's that OSP2P stands on, why, and how to get it. Plain data: `doctor` shows it, `scripts/setup` installs by it. */
export type Prerequisite = {
	/** What people call it. */
	readonly name: string;
	/** It is there when one of these is: a program on the search path, or an absolute path of a file. */
	readonly anyOf: readonly string[];
	/** Completes "is needed …" or "is useful …". */
	readonly because: string;
	/** Its package on Debian and Ubuntu. */
	readonly debianPackage: string;
	/** Its formula on macOS, when Homebrew has it. */
	readonly brewFormula?: string;
	/** Without a `needed` one no virtual machine runs; an `optional` one only adds something; one `for tests` serves `npm test` alone. */
	readonly need: 'needed' | 'optional' | 'for tests';
};

/**
What this host needs: the programs that are ever started, and the files beside them.

@returns Needed ones first.
*/
export const prerequisites = (machine: Machine = thisMachine()): readonly Prerequisite[] =>
	[
		...programs.flatMap(([file, program]) => ofProgram(file, program, machine)),
		...(machine.platform === 'linux' ? [sharedLibrary] : []),
		archiveKeys,
		ubuntuKeysElsewhere,
	].sort((a, b) => NEEDS.indexOf(a.need) - NEEDS.indexOf(b.need));

const NEEDS = ['needed', 'optional', 'for tests'] as const;

/** Packages that only bring headers or the like count as there with the program they are for. */
const ofProgram = (file: string, program: HostProgram, machine: Machine): Prerequisite[] => {
	const need = needOf(program, machine);
	if (need === undefined || (program.arch !== undefined && program.arch !== archOf(machine))) {
		return [];
	}

	const one: Prerequisite = {
		name: program.title ?? basename(file),
		anyOf: [file],
		because: program.because,
		debianPackage: program.apt,
		...(program.brew === undefined ? {} : {brewFormula: program.brew}),
		need,
	};
	return [one, ...(program.with ?? []).map(debianPackage => ({...one, name: debianPackage, debianPackage}))];
};

const needOf = ({need}: HostProgram, {rights, platform}: Machine): Prerequisite['need'] | undefined => {
	switch (need) {
		case 'always': {
			return undefined;
		}
		case 'run': {
			return 'needed';
		}
		case 'in user namespaces': {
			return platform === 'linux' && rights === 'user namespaces' ? 'needed' : 'optional';
		}
		case 'without user namespaces': {
			return platform === 'linux' && rights === 'none' ? 'needed' : 'optional';
		}
		case 'tests': {
			return 'for tests';
		}
		default: {
			return 'optional';
		}
	}
};

const programs: ReadonlyArray<readonly [string, HostProgram]> = Object.entries(hostPrograms);

/** We have guests for two processors; any other gets the first's message. */
const archOf = ({arch: name}: Machine): string => (name === 'arm64' ? 'arm64' : 'x64');

/** The host, as far as what it needs depends on it; `arch` and `platform` in Node's names. */
export type Machine = {
	readonly arch: string;
	readonly platform: string;
	/** By what we can install a root file system: as root, in a user namespace, or by neither. */
	readonly rights: 'root' | 'user namespaces' | 'none';
};

/** Where programs are looked for: `PATH`, and what ordinary users' `PATH` on Debian lacks. */
export type SearchPath = readonly string[];

/** Turns the variable `PATH` into folders to search. */
export const searchPath = (path: string): SearchPath => [
	...new Set([...path.split(':').filter(folder => folder !== ''), '/usr/sbin', '/sbin', '/usr/local/sbin']),
];

/**
Find what makes a prerequisite count as there.

@returns The path found, or `undefined` when it is missing.
*/
export const findPrerequisite = ({anyOf}: Prerequisite, folders: SearchPath): string | undefined =>
	anyOf
		.flatMap(wanted => (wanted.startsWith('/') ? [wanted] : folders.map(folder => join(folder, wanted))))
		.find(path => isThere(path));

/**
Names of the Debian packages that are needed and not there, each once.

@param folders - From `searchPath()`.
@param options.forTests - Also those that only `npm test` uses.
*/
export const missingPackages = (
	folders: SearchPath,
	{forTests = false, machine = thisMachine()}: {readonly forTests?: boolean; readonly machine?: Machine} = {},
): string[] => [
	...new Set(
		prerequisites(machine)
			.filter(({need}) => need === 'needed' || (forTests && need === 'for tests'))
			.filter(prerequisite => findPrerequisite(prerequisite, folders) === undefined)
			.map(({debianPackage}) => debianPackage),
	),
];

const thisMachine = (): Machine => ({arch: arch(), platform: platform(), rights: rightsHere()});

/** By trying: whether user namespaces may be had is a matter of settings, of AppArmor, and of what container we are in. */
export const rightsHere = (): Machine['rights'] => {
	if (process.getuid?.() === 0) {
		return 'root';
	}

	const {status} = spawnSync('unshare', ['--map-root-user', '--mount', 'true'], {stdio: 'ignore'});
	return status === 0 ? 'user namespaces' : 'none';
};

const ubuntuKeys = ['/usr/share/keyrings/ubuntu-archive-keyring.gpg'];

const archiveKeys: Prerequisite = {
	name: 'keys of the archive',
	anyOf: ['/usr/share/keyrings/debian-archive-keyring.gpg', ...ubuntuKeys],
	because: 'to check the signatures of the packages that go into the guest image',
	debianPackage: 'debian-archive-keyring',
	need: 'needed',
};

const ubuntuKeysElsewhere: Prerequisite = {
	name: 'keys of Ubuntu',
	anyOf: ubuntuKeys,
	because: 'to build a guest image of Ubuntu on a host that is not Ubuntu',
	debianPackage: 'ubuntu-keyring',
	need: 'optional',
};

const sharedLibrary: Prerequisite = {
	name: 'libatomic',
	anyOf: ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap(triplet => [
		`/usr/lib/${triplet}/libatomic.so.1`,
		`/lib/${triplet}/libatomic.so.1`,
	]),
	because: 'to run the pinned Node',
	debianPackage: 'libatomic1',
	need: 'needed',
};

const isThere = (path: string): boolean => {
	try {
		accessSync(path, /\.gpg$|\.so\.1$/.test(path) ? constants.R_OK : constants.X_OK);
		return true;
	} catch {
		return false;
	}
};
