import type {FileHandle} from 'node:fs/promises';
import {constants} from 'node:os';
import {getSystemErrorMap} from 'node:util';
import {FILE_SYSTEM, type FileSystem} from '../file-system.ts';

/** Calls of the file system that can be made to fail, those of an open file included. */
export const FALLIBLE_CALLS = [
	...(Object.keys(FILE_SYSTEM) as ReadonlyArray<keyof FileSystem>),
	'handle.read',
	'handle.write',
	'handle.stat',
	'handle.close',
] as const;

/** Names one of them. */
export type FallibleCall = (typeof FALLIBLE_CALLS)[number];

/** What a file system answers that is full, broken, forbidden or gone. */
export const ERROR_CODES = [
	'EACCES',
	'EPERM',
	'EROFS',
	'ENOSPC',
	'EDQUOT',
	'ENOENT',
	'EMFILE',
	'EIO',
	'ESTALE',
	'ENAMETOOLONG',
] as const;

/** The system's calls, of which one can be made to fail until it is healed. */
export type FailingFileSystem = {
	readonly fs: FileSystem;
	/** Handles that were opened and are not closed. */
	readonly open: () => number;
	readonly fail: (call: FallibleCall, code: (typeof ERROR_CODES)[number]) => void;
	readonly heal: () => void;
};

/** File system calls that do what they do until one is told to fail. */
export const failingFileSystem = (): FailingFileSystem => {
	let broken: {readonly call: FallibleCall; readonly error: Error} | undefined;
	let open = 0;
	const through =
		(call: FallibleCall, real: (...given: readonly unknown[]) => Promise<unknown>) =>
		async (...given: readonly unknown[]): Promise<unknown> => {
			if (broken?.call === call && call !== 'handle.close') {
				throw broken.error;
			}

			const result = await real(...given);
			if (call === 'handle.close') {
				open--;
				if (broken?.call === call) {
					throw broken.error; // As of a network file system: it is closed, and what was written is lost.
				}
			}

			if (call === 'open') {
				open++;
				return watched(result as FileHandle);
			}

			return result;
		};

	const watched = (handle: FileHandle): FileHandle =>
		new Proxy(handle, {
			get(target, key: keyof FileHandle) {
				const value = target[key];
				const bound = typeof value === 'function' ? value.bind(target) : value;
				const call = FALLIBLE_CALLS.find(name => name === `handle.${String(key)}`);
				return call === undefined ? bound : through(call, bound as never);
			},
		});

	const fs = Object.fromEntries(
		Object.entries(FILE_SYSTEM).map(([call, real]) => [call, through(call as FallibleCall, real as never)]),
	) as FileSystem;
	return {
		fs,
		open: () => open,
		fail(call, code) {
			const errno = -constants.errno[code];
			const [, text = ''] = getSystemErrorMap().get(errno) ?? [];
			broken = {call, error: Object.assign(new Error(`${code}: ${text}, ${call}`), {code, errno, syscall: call})};
		},
		heal() {
			broken = undefined;
		},
	};
};
