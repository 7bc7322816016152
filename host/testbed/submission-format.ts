/** What a file that was handed in is, or why nobody can do anything with it: a sentence for whoever handed it in. */
export type SubmissionFormat =
	| {readonly kind: 'file'}
	| {readonly kind: 'archive'}
	| {readonly kind: 'refused'; readonly because: string};

/**
Tell what was handed in by its first bytes; what is handed in is not always named well.

@param arch - Of the machines it is to run on, as Node names it.
@see elf(5), the magic numbers of file(1)
*/
export const formatOf = (bytes: Buffer, {arch}: {readonly arch: string}): SubmissionFormat => {
	const head = bytes.subarray(0, 8).toString('latin1');
	if (bytes.length === 0) {
		return refused('The file is empty.');
	}

	if (head.startsWith('\x7fELF')) {
		return elfFormat(bytes, arch);
	}

	if (head.startsWith('#!')) {
		return scriptFormat(bytes);
	}

	if (ARCHIVES.some(magic => head.startsWith(magic)) || bytes.subarray(257, 262).toString('latin1') === 'ustar') {
		return {kind: 'archive'};
	}

	const known = REFUSED.find(({magic}) => magic.some(one => head.startsWith(one)));
	return refused(known?.because ?? (isText(bytes) ? NO_FIRST_LINE : UNKNOWN));
};

const refused = (because: string): SubmissionFormat => ({kind: 'refused', because});

/** gzip, bzip2, xz, zstd, zip. */
const ARCHIVES = ['\x1f\x8b', 'BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', 'PK\x03\x04'];

const HAND_IN = 'Hand in your source code with a Makefile.';

const REFUSED: ReadonlyArray<{readonly magic: readonly string[]; readonly because: string}> = [
	{
		magic: ['\xef\xbb\xbf', '\xff\xfe', '\xfe\xff'],
		because:
			'It begins with a byte order mark, so the system does not see its first line. Save it as UTF-8 without a byte order mark.',
	},
	{
		magic: ['\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\xfe\xed\xfa\xcf', '\xfe\xed\xfa\xce', '\xca\xfe\xba\xbe'],
		because: `It is a program for macOS, or a Java class; it cannot be started on Linux. ${HAND_IN}`,
	},
	{magic: ['MZ'], because: `It is a program for Windows; it cannot be started on Linux. ${HAND_IN}`},
	{magic: ['7z\xbc\xaf', 'Rar!'], because: 'It is a 7z or rar archive. Hand in a tar.gz or a zip.'},
	{magic: ['!<arch>'], because: `It is a library or a package, no program. ${HAND_IN}`},
];

const NO_FIRST_LINE =
	'It is text that does not say what runs it. A script begins with a line like "#!/usr/bin/env python3"; source code needs a Makefile.';

const UNKNOWN =
	'It is no program, no script that begins with "#!", and no archive (tar, tar.gz, tar.xz, tar.bz2, tar.zst, zip).';

/** `e_type` and `e_machine` of the header; relocatable files and core dumps are no programs. */
const elfFormat = (bytes: Buffer, arch: string): SubmissionFormat => {
	if (bytes.length < 20 || bytes[5] !== 1) {
		return refused(`It is cut off, or a program for another kind of machine. ${HAND_IN}`);
	}

	const type = bytes.readUInt16LE(16);
	const machine = bytes.readUInt16LE(18);
	if (type !== 2 && type !== 3) {
		return refused(`It is an object file, no program: link it. ${HAND_IN}`);
	}

	const name = MACHINES[machine] ?? `machine type ${machine}`;
	const runs = arch === 'x64' ? ['x64', 'ia32'] : [arch];
	return runs.includes(name)
		? {kind: 'file'}
		: refused(`It is a program for another processor (${name}); here it has to run on ${arch}. ${HAND_IN}`);
};

/** Of elf.h, as Node names them. */
const MACHINES: Readonly<Record<number, string>> = {3: 'ia32', 40: 'arm', 62: 'x64', 183: 'arm64', 243: 'riscv64'};

/** The system takes the first line to its end, and so a carriage return as a part of the interpreter's name. */
const scriptFormat = (bytes: Buffer): SubmissionFormat => {
	const line = bytes.subarray(0, Math.max(0, bytes.indexOf('\n'))).toString('latin1');
	return line.endsWith('\r')
		? refused(
				'Its first line ends in a carriage return, as on Windows: the system looks for an interpreter of that name. Save it with Unix line ends.',
			)
		: {kind: 'file'};
};

const isText = (bytes: Buffer): boolean => !bytes.subarray(0, 4096).includes(0);
