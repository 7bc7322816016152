import {readFile} from 'node:fs/promises';
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
		return parseRubric(await readFile(path, 'utf8'));
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
