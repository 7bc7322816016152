import {link, lstat, open, readdir, realpath, rename, stat, statfs, unlink} from 'node:fs/promises';

/** Every call by which the shared folder reaches the disk, as one object: a test can let each of them fail. */
export const FILE_SYSTEM = {link, lstat, open, readdir, realpath, rename, stat, statfs, unlink};

/** What has these calls. */
export type FileSystem = typeof FILE_SYSTEM;
