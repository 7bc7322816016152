/** A program of the host that something here starts: why, and where it comes from. */
export type HostProgram = {
	/**
	- `always`: every Linux of ours and every macOS has it (Debian: essential packages, what they depend on, apt).
	- `run`: no virtual machine runs without it.
	- `in user namespaces`, `without user namespaces`: an ordinary user builds the image with it, where such name spaces may be had and where not.
	- `optional`: it adds something.
	- `tests`: it serves `npm test` alone.
	- `benchmarks`: it serves a figure of a benchmark, which is left out without it.
	*/
	readonly need:
		| 'always'
		| 'run'
		| 'in user namespaces'
		| 'without user namespaces'
		| 'optional'
		| 'tests'
		| 'benchmarks';
	/** What people call it, when not by its name. */
	readonly title?: string;
	/** Completes "is needed …" or "is useful …". */
	readonly because: string;
	/** Its package on Debian and Ubuntu, on Fedora, and on macOS with Homebrew; absent where we know of none. */
	readonly apt: string;
	readonly dnf?: string;
	readonly brew?: string;
	/** Of what processor the host must be for it to matter, in Node's words. */
	readonly arch?: 'arm64' | 'x64';
	/** Packages that it is of no use without. */
	readonly with?: readonly string[];
};

const asUser = 'to build the image as an ordinary user';

/** Every program that is ever started on the host, by its name, or by its path where it is on no search path. `scripts/host-programs.test.ts` holds it against the code. */
export const hostPrograms = {
	'qemu-system-x86_64': {
		title: 'QEMU',
		need: 'run',
		arch: 'x64',
		because: 'to run the virtual machines',
		apt: 'qemu-system-x86',
		dnf: 'qemu-system-x86',
		brew: 'qemu',
	},
	'qemu-system-aarch64': {
		title: 'QEMU',
		need: 'run',
		arch: 'arm64',
		because: 'to run the virtual machines',
		apt: 'qemu-system-arm',
		dnf: 'qemu-system-aarch64',
		brew: 'qemu',
	},
	'qemu-img': {
		need: 'run',
		because: 'to make the disk of the guests and a private overlay of it for each',
		apt: 'qemu-utils',
		dnf: 'qemu-img',
		brew: 'qemu',
	},
	mmdebstrap: {
		need: 'run',
		because: 'to install Debian or Ubuntu into the guest image without root',
		apt: 'mmdebstrap',
		dnf: 'mmdebstrap',
	},
	genext2fs: {
		need: 'run',
		because: 'to make the file system of the guests, without root and without a loop device',
		apt: 'genext2fs',
		dnf: 'genext2fs',
		brew: 'genext2fs',
	},
	'/usr/lib/apt/apt-helper': {
		need: 'run',
		because: 'to ask archives of packages, and to unpack kernel modules',
		apt: 'apt',
		dnf: 'apt',
	},
	newuidmap: {
		need: 'in user namespaces',
		because: `${asUser}, in a user namespace`,
		apt: 'uidmap',
		dnf: 'shadow-utils',
	},
	fakechroot: {
		need: 'without user namespaces',
		because: `${asUser} where user namespaces are forbidden`,
		apt: 'fakechroot',
		dnf: 'fakechroot',
	},
	fakeroot: {
		need: 'without user namespaces',
		because: `${asUser} where user namespaces are forbidden`,
		apt: 'fakeroot',
		dnf: 'fakeroot',
	},
	ssh: {
		need: 'optional',
		because: 'to look into a guest by hand while --hold keeps it up',
		apt: 'openssh-client',
		dnf: 'openssh-clients',
	},
	tshark: {
		need: 'tests',
		because: 'to read the captures of a run by hand, and to test that it can',
		apt: 'tshark',
		dnf: 'wireshark-cli',
		brew: 'wireshark',
	},
	gpg: {
		need: 'tests',
		because: 'to sign the little archive that a test builds images from',
		apt: 'gnupg',
		dnf: 'gnupg2',
		brew: 'gnupg',
	},
	gpgconf: {
		need: 'tests',
		because: 'to end what gpg left running',
		apt: 'gnupg',
		dnf: 'gnupg2',
		brew: 'gnupg',
	},
	make: {
		need: 'tests',
		because: 'to test how a submission with a Makefile is built',
		apt: 'make',
		dnf: 'make',
		brew: 'make',
	},
	cc: {
		need: 'tests',
		because: 'to test how a submission in C is built, and for the ceilings of benchmarks',
		apt: 'gcc',
		dnf: 'gcc',
		with: ['libc6-dev'],
	},
	git: {need: 'optional', because: 'to clone this checkout as a newcomer does', apt: 'git', dnf: 'git', brew: 'git'},
	npm: {need: 'optional', because: 'to install packages as a newcomer does', apt: 'npm', dnf: 'npm', brew: 'node'},
	vde_switch: {need: 'benchmarks', because: 'to compare its switch with ours', apt: 'vde2', dnf: 'vde2', brew: 'vde'},
	nginx: {
		need: 'benchmarks',
		because: 'to compare its uploads with ours',
		apt: 'nginx-light',
		dnf: 'nginx',
		brew: 'nginx',
	},
	'apt-get': {need: 'always', because: 'to install packages', apt: 'apt', dnf: 'apt'},
	'apt-config': {need: 'always', because: 'to know how packages are fetched', apt: 'apt', dnf: 'apt'},
	'apt-cache': {need: 'always', because: 'to test what packages depend on', apt: 'apt', dnf: 'apt'},
	'dpkg-query': {need: 'always', because: 'to test what packages consist of', apt: 'dpkg', dnf: 'dpkg'},
	'dpkg-deb': {need: 'always', because: 'to make packages of the little archive', apt: 'dpkg', dnf: 'dpkg'},
	setpriv: {need: 'always', because: 'to end what a dead builder started', apt: 'util-linux', dnf: 'util-linux'},
	unshare: {need: 'always', because: 'to keep mounts to ourselves', apt: 'util-linux', dnf: 'util-linux'},
	perl: {need: 'always', because: 'to ask for long turns on a processor', apt: 'perl-base', dnf: 'perl-interpreter'},
	ps: {need: 'optional', because: 'to list processes where there is no /proc', apt: 'procps', dnf: 'procps-ng'},
	sh: {need: 'always', because: 'to start programs that end with us', apt: 'dash', dnf: 'bash'},
	'/bin/sh': {need: 'always', because: 'to start programs that end with us', apt: 'dash', dnf: 'bash'},
	awk: {need: 'always', because: 'to find the Makefile of a submission', apt: 'mawk', dnf: 'gawk'},
	tar: {need: 'always', because: 'to unpack the system of a newcomer', apt: 'tar', dnf: 'tar', brew: 'gnu-tar'},
	mkfifo: {need: 'always', because: 'to test with pipes', apt: 'coreutils', dnf: 'coreutils'},
	sleep: {need: 'always', because: 'to test with a program that lasts', apt: 'coreutils', dnf: 'coreutils'},
	true: {need: 'always', because: 'to test with a program that ends', apt: 'coreutils', dnf: 'coreutils'},
} as const satisfies Readonly<Record<string, HostProgram>>;

/** A program that may be started on the host. */
export type ProgramName = keyof typeof hostPrograms;

/** How to get a program on Debian or Ubuntu, as a sentence. */
export const hintFor = (name: ProgramName): string => `On Debian or Ubuntu: apt-get install ${hostPrograms[name].apt}`;
