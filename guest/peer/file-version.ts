import type {BigIntStats} from 'node:fs';

/** What tells one state of a file from another without reading it. Times are nanoseconds since 1970. */
export type FileVersion = {
	readonly bytes: number;
	readonly mtimeNs: bigint;
	/** When name, owner or content last changed: unlike `mtimeNs` nobody can set it back. */
	readonly ctimeNs: bigint;
	readonly device: bigint;
	readonly inode: bigint;
};

/** What to compare later. */
export const versionOf = ({size, mtimeNs, ctimeNs, dev, ino}: BigIntStats): FileVersion => ({
	bytes: Number(size),
	mtimeNs,
	ctimeNs,
	device: dev,
	inode: ino,
});

/** Whether two looks at a file saw the same state of it. Who changes a file and sets its time back is found out by `ctimeNs`. */
export const sameVersion = (one: FileVersion, other: FileVersion): boolean => keyOf(one) === keyOf(other);

/** The same text for two looks at a file that saw the same state of the same file. */
export const keyOf = ({device, inode, bytes, mtimeNs, ctimeNs}: FileVersion): string =>
	[device, inode, bytes, mtimeNs, ctimeNs].join(' ');

/** Time after its last change in which a file may change again without looking changed, in milliseconds: the coarsest clock of a file system, that of FAT, ticks so. */
const RACY_MS = 2000;

/** Whether what is read of a file now is still its content as long as its version is the same. Git calls the others racily clean. */
export const isSettled = ({mtimeNs, ctimeNs}: FileVersion, nowMs: number): boolean =>
	nowMs - Number(mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1e6 > RACY_MS;
