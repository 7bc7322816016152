import {accessSync, constants} from 'node:fs';
import {arch, platform} from 'node:os';
import {join} from 'node:path';

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
What this host needs, for its processor's architecture.

@returns Needed ones first.
*/
export const prerequisites = (machine: Machine = thisMachine()): readonly Prerequisite[] => [
	emulator(machine.arch),
	...(machine.platform === 'linux' ? [sharedLibrary] : []),
	{
		name: 'qemu-img',
		anyOf: ['qemu-img'],
		because: 'to make the disk of the guests and a private overlay of it for each',
		debianPackage: 'qemu-utils',
		brewFormula: 'qemu',
		need: 'needed',
	},
	{
		name: 'mmdebstrap',
		anyOf: ['mmdebstrap'],
		because: 'to install Debian or Ubuntu into the guest image without root',
		debianPackage: 'mmdebstrap',
		need: 'needed',
	},
	{
		name: 'keys of the archive',
		anyOf: [debianKeys, ...ubuntuKeys],
		because: 'to check the signatures of the packages that go into the guest image',
		debianPackage: 'debian-archive-keyring',
		need: 'needed',
	},
	{
		name: 'genext2fs',
		anyOf: ['genext2fs'],
		because: 'to make the file system of the guests, without root and without a loop device',
		debianPackage: 'genext2fs',
		need: 'needed',
	},
	{
		name: 'newuidmap',
		anyOf: ['newuidmap'],
		because: 'to build the image as an ordinary user, in a user namespace',
		debianPackage: 'uidmap',
		need: 'optional',
	},
	{
		name: 'fakechroot',
		anyOf: ['fakechroot'],
		because: 'to build the image as an ordinary user where user namespaces are forbidden',
		debianPackage: 'fakechroot',
		need: 'optional',
	},
	{
		name: 'fakeroot',
		anyOf: ['fakeroot'],
		because: 'to build the image as an ordinary user where user namespaces are forbidden',
		debianPackage: 'fakeroot',
		need: 'optional',
	},
	{
		name: 'keys of Ubuntu',
		anyOf: ubuntuKeys,
		because: 'to build a guest image of Ubuntu on a host that is not Ubuntu',
		debianPackage: 'ubuntu-keyring',
		need: 'optional',
	},
	{
		name: 'ssh',
		anyOf: ['ssh'],
		because: 'to look into a guest by hand while --hold keeps it up',
		debianPackage: 'openssh-client',
		need: 'optional',
	},
	{
		name: 'tshark',
		anyOf: ['tshark', 'wireshark'],
		because: 'to read the captures of a run by hand',
		debianPackage: 'tshark',
		brewFormula: 'wireshark',
		need: 'optional',
	},
	{
		name: 'gpg',
		anyOf: ['gpg'],
		because: 'to sign the little archive that a test builds images from',
		debianPackage: 'gnupg',
		brewFormula: 'gnupg',
		need: 'for tests',
	},
	{
		name: 'make',
		anyOf: ['make'],
		because: 'to test how a submission with a Makefile is built',
		debianPackage: 'make',
		brewFormula: 'make',
		need: 'for tests',
	},
];

/** The host, as far as what it needs depends on it; names are Node's. */
export type Machine = {readonly arch: string; readonly platform: string};

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

const thisMachine = (): Machine => ({arch: arch(), platform: platform()});

const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';
const ubuntuKeys = ['/usr/share/keyrings/ubuntu-archive-keyring.gpg'];

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

const emulator = (architecture: string): Prerequisite => ({
	name: 'QEMU',
	anyOf: [architecture === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64'],
	because: 'to run the virtual machines',
	debianPackage: architecture === 'arm64' ? 'qemu-system-arm' : 'qemu-system-x86',
	brewFormula: 'qemu',
	need: 'needed',
});

const isThere = (path: string): boolean => {
	try {
		accessSync(path, /\.gpg$|\.so\.1$/.test(path) ? constants.R_OK : constants.X_OK);
		return true;
	} catch {
		return false;
	}
};
