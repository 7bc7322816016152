import type {FileVersion} from './shared-folder.ts';

/** Time after its last change in which a file may change again without looking changed, in milliseconds: the coarsest clock of a file system, that of FAT, ticks so. */
const RACY_MS = 2000;

/** Whether what is read of a file now is still its content as long as its version is the same. Git calls the others racily clean. */
export const isSettled = ({mtimeMs, ctimeMs}: FileVersion, nowMs: number): boolean =>
	nowMs - Math.max(mtimeMs, ctimeMs) > RACY_MS;

/** The same text for two looks at a file that saw the same state of the same file. */
export const keyOf = ({device, inode, bytes, mtimeMs, ctimeMs}: FileVersion): string =>
	[device, inode, bytes, mtimeMs, ctimeMs].join(' ');
