/** One entry of an archive: a folder, a plain file, or a symbolic link. Owner is root, time is 0, so equal entries give equal bytes. */
export type CpioEntry =
	| {readonly type: 'folder'; readonly path: string}
	| {readonly type: 'file'; readonly path: string; readonly mode: number; readonly bytes: Uint8Array}
	| {readonly type: 'link'; readonly path: string; readonly target: string};

/**
Pack entries into an archive that the Linux kernel unpacks as its initial root file system.

@param entries - Folders before what lies in them; paths without a leading slash.
@returns The "newc" archive, its trailer included, uncompressed.
@see https://docs.kernel.org/driver-api/early-userspace/buffer-format.html
*/
export const packCpio = (entries: readonly CpioEntry[]): Buffer =>
	Buffer.concat([
		...entries.flatMap((entry, index) =>
			member(entry.path, {inode: index + 1, mode: modeOf(entry), bytes: bytesOf(entry)}),
		),
		...member('TRAILER!!!', {inode: 0, mode: 0, bytes: new Uint8Array()}),
	]);

const modeOf = (entry: CpioEntry): number => {
	switch (entry.type) {
		case 'folder': {
			return 0o040755;
		}
		case 'file': {
			return 0o100000 + entry.mode;
		}
		case 'link': {
			return 0o120777;
		}
	}
};

const bytesOf = (entry: CpioEntry): Uint8Array => {
	switch (entry.type) {
		case 'folder': {
			return new Uint8Array();
		}
		case 'file': {
			return entry.bytes;
		}
		case 'link': {
			return Buffer.from(entry.target);
		}
	}
};

const member = (
	path: string,
	{inode, mode, bytes}: {readonly inode: number; readonly mode: number; readonly bytes: Uint8Array},
): Uint8Array[] => {
	const name = Buffer.from(`${path}\0`);
	const numbers = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
	const header = Buffer.from(`070701${numbers.map(number => number.toString(16).padStart(8, '0')).join('')}`);
	return [header, name, padding(header.length + name.length), bytes, padding(bytes.length)];
};

/** Names and contents begin at multiples of four bytes. */
const padding = (length: number): Uint8Array => new Uint8Array(-length & 3);
