import type {VmSpec} from './vm-spec.ts';

/** What makes a guest itself, beside the clock. */
export type GuestIdentity = {
	/** At least 32 bytes of entropy for the kernel's generator. */
	readonly seed: Uint8Array;
	/** 32 hexadecimal digits. */
	readonly machineId: string;
	readonly hostname: string;
	readonly lan: VmSpec['lan'];
	readonly hosts: VmSpec['hosts'];
};

/** @param random - True randomness, never the run's seeded one: two runs of one seed may meet on one network. */
export const identityOf = ({name, lan, hosts}: VmSpec, random: (bytes: number) => Buffer): GuestIdentity => ({
	seed: random(64),
	machineId: random(16).toString('hex'),
	hostname: name,
	lan,
	hosts,
});

/**
The line that the agent in the guest obeys.

@param now - The wall clock, in milliseconds since 1970, when the line leaves.
@see image/files/usr/lib/osp2p/identity
*/
export const formatIdentity = ({seed, machineId, hostname, lan, hosts}: GuestIdentity, now: number): string =>
	formatWords({
		seed: Buffer.from(seed).toString('hex'),
		time: formatTime(now),
		machine_id: machineId,
		hostname,
		mac: lan.mac,
		address: lan.address,
		...(hosts.length > 0 && {hosts: hosts.map(({name, address}) => `${name}:${address}`).join(',')}),
		programs: 'yes',
	});

/** The line that only gives entropy, at which the SSH server starts. */
export const formatSeed = (seed: Uint8Array): string => formatWords({seed: Buffer.from(seed).toString('hex')});

/** The line that mounts the programs disk and starts each of its programs once. */
export const formatWarm = (programs: readonly string[]): string =>
	formatWords({programs: 'yes', warm: programs.join(',')});

/** The line that only sets the clock. */
export const formatClock = (now: number): string => formatWords({time: formatTime(now)});

const formatTime = (now: number): string => (now / 1000).toFixed(6);

const formatWords = (words: Readonly<Record<string, string>>): string =>
	`${Object.entries(words)
		.map(([key, value]) => `${key}=${encodeBytes(value)}`)
		.join(' ')}\n`;

/** Everything but what stands for itself becomes `%XX`, byte by byte. */
const encodeBytes = (value: string): string =>
	[...Buffer.from(value)]
		.map(byte =>
			PLAIN.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
		)
		.join('');

const PLAIN = /[\w.:,/-]/;
