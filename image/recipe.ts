/** The distributions a guest can be made of. */
export type DistributionName = 'debian' | 'ubuntu';

/** The sets of packages: `build-tools` can also compile what a user hands in. */
export type Variant = 'plain' | 'build-tools';

/** Machine types as Debian names them. */
export type Architecture = 'amd64' | 'arm64';

/** What we must know of a distribution to install it from its archive. */
export type Distribution = {
	readonly title: string;
	/** The newest release with long support: what is taken when no suite is named. */
	readonly suite: string;
	readonly mirror: Readonly<Record<Architecture, string>>;
	/** Where security updates are, when not on the mirror itself. */
	readonly securityMirror?: string;
	/** Suites of updates, made from the name of the release. A release in development has none. */
	readonly updates: readonly string[];
	readonly components: readonly string[];
	/** The keys its archive is signed with, and the packages that bring them to a Debian or an Ubuntu host. */
	readonly keyring: {readonly file: string; readonly packages: readonly string[]};
	/** The kernel made for virtual machines. */
	readonly kernel: Readonly<Record<Architecture, string>>;
};

export const distributions: Readonly<Record<DistributionName, Distribution>> = {
	debian: {
		title: 'Debian',
		suite: 'trixie',
		mirror: {amd64: 'http://deb.debian.org/debian', arm64: 'http://deb.debian.org/debian'},
		securityMirror: 'http://deb.debian.org/debian-security',
		updates: ['updates', 'security'],
		components: ['main'],
		keyring: {file: '/usr/share/keyrings/debian-archive-keyring.gpg', packages: ['debian-archive-keyring']},
		kernel: {amd64: 'linux-image-cloud-amd64', arm64: 'linux-image-cloud-arm64'},
	},
	ubuntu: {
		title: 'Ubuntu',
		suite: 'resolute',
		mirror: {amd64: 'http://archive.ubuntu.com/ubuntu', arm64: 'http://ports.ubuntu.com/ubuntu-ports'},
		updates: ['updates', 'security'],
		components: ['main', 'universe'],
		keyring: {
			file: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
			packages: ['ubuntu-keyring', 'ubuntu-archive-keyring'],
		},
		kernel: {amd64: 'linux-image-virtual', arm64: 'linux-image-virtual'},
	},
};

/** What every guest has beside the essential packages and apt. */
export const packages: readonly string[] = [
	'systemd',
	'systemd-sysv',
	'udev',
	'iproute2',
	'procps',
	'perl-base', // The identity agent is written in it, because it is there anyway.
	'dropbear-bin', // Answers a first command in 0.17 s where OpenSSH needs 0.42 to 0.83 s (docs/image.md).
	'busybox-static', // The shell of the initial root file system.
	'libatomic1', // This and the next are what a single-file Node executable is linked to.
	'libstdc++6',
];

/** What a variant adds. */
export const variantPackages: Readonly<Record<Variant, readonly string[]>> = {
	plain: [],
	// What submissions are packed with, and the library for digests that some courses use (-lcrypto).
	'build-tools': ['gcc', 'g++', 'make', 'libc6-dev', 'libssl-dev', 'python3', 'unzip', 'xz-utils', 'bzip2', 'zstd'],
};

/** Documentation and hardware tables nobody reads in a guest; licences stay. In dpkg's glob patterns. */
export const leftOut: readonly string[] = [
	'/usr/share/doc/*',
	'/usr/share/info/*',
	'/usr/share/locale/*',
	'/usr/share/man/*',
	'/lib/udev/hwdb.d/*',
	'/usr/lib/udev/hwdb.d/*',
];

/** Times in the image, in seconds since 1970: fixed, so that the same inputs give the same bytes. The first second of 2026. */
export const SOURCE_DATE_EPOCH = 1_767_225_600;

/** Size of the root disk as the guest sees it, in MiB; the file on the host holds only what is used. */
export const DISK_MIB = 4096;

/** Size of the programs disk, in MiB. The same whatever is on it: a fork's devices must equal its template's. */
export const PROGRAMS_DISK_MIB = 1024;

/** Units that only cost time in a guest that lives for minutes and whose devices are known. `systemctl unmask` brings each back. */
export const maskedUnits: readonly string[] = [
	'apt-daily-upgrade.timer',
	'apt-daily.timer',
	'dpkg-db-backup.timer',
	'e2scrub_all.timer',
	'e2scrub_reap.service',
	'fstrim.timer',
	'getty-static.service',
	'getty@tty1.service',
	'motd-news.timer',
	'serial-getty@ttyS0.service',
	'kmod-static-nodes.service',
	'modprobe@configfs.service',
	'modprobe@drm.service',
	'modprobe@fuse.service',
	'systemd-ask-password-console.path',
	'systemd-ask-password-wall.path',
	'systemd-binfmt.service',
	'systemd-tmpfiles-setup-dev.service',
	'systemd-tmpfiles-setup-dev-early.service',
	'systemd-initctl.socket',
	'systemd-modules-load.service',
	'systemd-sysext.service',
	'systemd-sysusers.service',
	'systemd-user-sessions.service',
	'cryptsetup.target',
	'integritysetup.target',
	'veritysetup.target',
	'remote-fs.target',
	'systemd-firstboot.service',
	'systemd-journal-flush.service',
	'systemd-logind.service',
	'systemd-machine-id-commit.service',
	'systemd-pcrphase-sysinit.service',
	'systemd-pcrphase.service',
	'systemd-pstore.service',
	'systemd-random-seed.service',
	'systemd-remount-fs.service',
	'systemd-repart.service',
	'systemd-tmpfiles-clean.timer',
	'systemd-udev-trigger.service',
	'systemd-update-utmp-runlevel.service',
	'systemd-update-utmp.service',
	'dev-hugepages.mount',
	'dev-mqueue.mount',
	'proc-sys-fs-binfmt_misc.automount',
	'sys-fs-fuse-connections.mount',
	'sys-kernel-config.mount',
	'sys-kernel-debug.mount',
	'sys-kernel-tracing.mount',
];

/** They look at each boot for partitions, encrypted disks, init scripts and terminals that a guest does not have. */
export const maskedGenerators: readonly string[] = [
	'cloud-init-generator',
	'netplan',
	'systemd-bless-boot-generator',
	'systemd-cryptsetup-generator',
	'systemd-debug-generator',
	'systemd-fstab-generator',
	'systemd-getty-generator',
	'systemd-gpt-auto-generator',
	'systemd-hibernate-resume-generator',
	'systemd-import-generator',
	'systemd-integritysetup-generator',
	'systemd-rc-local-generator',
	'systemd-run-generator',
	'systemd-ssh-generator',
	'systemd-system-update-generator',
	'systemd-sysv-generator',
	'systemd-tpm2-generator',
	'systemd-veritysetup-generator',
];

/** Units of ours, and by which target they are wanted. */
export const wantedUnits: ReadonlyArray<{readonly unit: string; readonly by: string}> = [
	{unit: 'osp2p-identity.service', by: 'sysinit.target'},
	{unit: 'osp2p-ssh.service', by: 'sysinit.target'},
	{unit: 'osp2p-booted.service', by: 'multi-user.target'},
];

/** Kernel modules of the initial root file system, besides those they depend on; one built into the kernel is passed over. */
export const kernelModules: readonly string[] = [
	'virtio_pci',
	'virtio_mmio',
	'virtio_blk',
	'ext4',
	'virtio_net',
	'virtio_console',
	'virtio-rng',
];

/** The kernel's command line but for the console, which the machine type decides. */
export const kernelArguments: readonly string[] = [
	'root=/dev/vda',
	'rw',
	'net.ifnames=0', // eth0 is management, eth1 the LAN: in the order of the command line.
	'panic=-1',
	'oops=panic',
	'quiet', // Each character on a serial console costs an exit from the guest; errors and worse are still shown.
	'mitigations=off',
	'systemd.show_status=no',
];
