import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import type {ProgramSource, ProgramsUnderTest} from '../testbed/program-source.ts';
import {UsageError} from './usage-error.ts';

/**
Which programs are judged: those given, ours in the other roles.

@throws {UsageError} If a path is not there, or a template comes without the program it is for.
*/
export const programsUnderTest = async (
	{
		peer,
		tracker,
		args,
	}: {readonly peer: string | undefined; readonly tracker: string | undefined; readonly args: string | undefined},
	workingFolder: string,
): Promise<ProgramsUnderTest> => {
	if (args !== undefined && (peer === undefined) === (tracker === undefined)) {
		throw new UsageError('--args says how to start one program that you give', {
			hint: 'Name it with --peer PATH or --tracker PATH (not both).',
		});
	}

	const source = async (flag: string, path: string | undefined): Promise<ProgramSource> => {
		if (path === undefined) {
			return {kind: 'ours'};
		}

		const absolute = resolve(workingFolder, path);
		await stat(absolute).catch((error: unknown) => {
			throw new UsageError(`${flag} ${path}: there is nothing to read there`, {
				hint: 'Give an executable, a script, a folder with a Makefile, or a tar.gz.',
				cause: error,
			});
		});
		return {kind: 'path', path: absolute, ...(args !== undefined && {args})};
	};

	return {peer: await source('--peer', peer), tracker: await source('--tracker', tracker)};
};
