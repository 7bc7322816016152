import {constants, open} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {HarnessError} from '../harness-error.ts';
import {parseRubric, type Rubric} from '../report/rubric.ts';
import type {GradedRole} from './submission.ts';

/**
The rubric of a file, or ours for the role.

@throws {HarnessError} If it cannot be read, or is none.
*/
export const loadRubric = async (
	file: string | undefined,
	{role, workingFolder}: {readonly role: GradedRole; readonly workingFolder: string},
): Promise<Rubric> => {
	const path = file === undefined ? join(import.meta.dirname, 'rubrics', `${role}.json`) : resolve(workingFolder, file);
	try {
		return parseRubric(await textOf(path));
	} catch (cause) {
		throw new HarnessError(
			`The rubric ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
			{
				hint: 'docs/grading.md shows what a rubric looks like.',
				cause,
			},
		);
	}
};

/** Most bytes of a rubric: one that names every case of ours has a hundredth. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Opening waits for no pipe, and no device is read for ever. */
const textOf = async (path: string): Promise<string> => {
	await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const stats = await file.stat();
	if (!stats.isFile()) {
		throw new Error('it is no regular file');
	}

	if (stats.size > MAX_BYTES) {
		throw new Error(`it has ${stats.size} bytes`);
	}

	return file.readFile('utf8');
};
