import type {Stats} from 'node:fs';
import {lstat, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Edit} from './edit-tar.ts';
import {maskedGenerators, maskedUnits, wantedUnits} from './recipe.ts';
import type {SshKeys} from './ssh-keys.ts';

/**
Everything that makes a plain root file system a guest of ours: `image/files` as they are, keys, users, and which units start.

@param folder - `image/files`.
@returns Edits for `editTar()`, in a fixed order.
*/
export const guestFiles = async (folder: string, keys: SshKeys): Promise<Edit[]> => [
	...(await copied(folder)),
	...maskedUnits.map((unit): Edit => masked(`system/${unit}`)),
	...maskedGenerators.map((name): Edit => masked(`system-generators/${name}`)),
	...wantedUnits.map(
		({unit, by}): Edit => ({
			type: 'link',
			path: `etc/systemd/system/${by}.wants/${unit}`,
			mode: 0o777,
			target: `../${unit}`,
		}),
	),
	...folders,
	file('root/.ssh/authorized_keys', 0o600, `${keys.userPublicKey}\n`),
	file('etc/dropbear/dropbear_ed25519_host_key', 0o600, keys.hostKey),
	file('etc/machine-id', 0o444, ''), // Empty: the guest gets its own from the agent.
	file('etc/fstab', 0o644, ''),
	// Newer than /usr, these keep systemd from its work after an upgrade, which a fresh image does not need.
	file('etc/.updated', 0o644, ''),
	file('var/.updated', 0o644, ''),
	...accounts,
	...droppings.map((pattern): Edit => ({type: 'drop', pattern})),
];

/** The user without rights, as which everything under test runs. */
const OSP = 1000;

/** The group that may enter the folder of our own programs, which the identity agent sees to: what is under test is not in it, and cannot start ours in its place. */
const PROGRAMS = 990;

const folders: readonly Edit[] = [
	{type: 'folder', path: 'root/.ssh', mode: 0o700},
	{type: 'folder', path: 'etc/dropbear', mode: 0o755},
	{type: 'folder', path: 'opt/osp2p', mode: 0o755},
	{type: 'folder', path: 'srv/osp', mode: 0o755, uid: OSP, gid: OSP},
	{type: 'folder', path: 'home/osp', mode: 0o755, uid: OSP, gid: OSP},
];

const accounts: readonly Edit[] = [
	{type: 'append', path: 'etc/passwd', line: `osp:x:${OSP}:${OSP}:runs what is under test:/home/osp:/bin/sh`},
	{type: 'append', path: 'etc/group', line: `osp:x:${OSP}:\nosp2p:x:${PROGRAMS}:`}, // One edit a file.
	{type: 'append', path: 'etc/shadow', line: 'osp:*:20000:0:99999:7:::'},
];

/** What differs from build to build, or belongs to the machine that built. */
const droppings: readonly RegExp[] = [
	/^var\/cache\/ldconfig\/aux-cache$/,
	/^var\/lib\/systemd\/random-seed$/,
	/^var\/log\/.+/,
	/^var\/lib\/dbus\/machine-id$/,
	/^etc\/resolv\.conf$/,
	/^dev\/.+/,
];

const masked = (name: string): Edit => ({type: 'link', path: `etc/systemd/${name}`, mode: 0o777, target: '/dev/null'});

const file = (where: string, mode: number, content: string | Buffer): Edit => ({
	type: 'file',
	path: where,
	mode,
	content: Buffer.from(content),
});

/** Folders before their contents, names in byte order. Only whether a file is executable is kept: a checkout's modes vary with umask. */
const copied = async (folder: string, inside = ''): Promise<Edit[]> => {
	const edits: Edit[] = [];
	for (const name of (await readdir(path.join(folder, inside))).sort()) {
		const where = path.posix.join(inside, name);
		const source = path.join(folder, where);
		const stats = await lstat(source);
		if (stats.isDirectory()) {
			edits.push({type: 'folder', path: where, mode: 0o755}, ...(await copied(folder, where)));
		} else {
			edits.push(file(where, modeOf(stats), await readFile(source)));
		}
	}

	return edits;
};

const modeOf = (stats: Stats): number => ((stats.mode & 0o100) === 0 ? 0o644 : 0o755);
