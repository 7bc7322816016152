import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ReportedCase} from '../report/reported-case.ts';
import type {Conditions} from './conditions.ts';
import type {UnitResult} from './grade-unit.ts';
import type {GradedRole} from './submission.ts';

/** What `results.json` of a submission holds (docs/grading.md). */
export type GradeFile = {
	readonly schemaVersion: 2;
	readonly submission: string;
	readonly role: GradedRole;
	/** SHA-256 of what was handed in. */
	readonly digest: string;
	readonly seed: number;
	/** Where it lies. */
	readonly path: string;
	readonly conditions: Conditions;
	/** Points by the rubric, and what can be had. */
	readonly score: number;
	readonly maxScore: number;
	/** What `--only` said: then the points are those of a part. */
	readonly only?: string;
	/** Whether every piece of work was done. */
	readonly complete: boolean;
	/** Of all pieces of work together. */
	readonly seconds: number;
	readonly cases: readonly ReportedCase[];
	/** Piece of work → what it came to; those that are not final are done again when grading is resumed. */
	readonly units: Readonly<Record<string, UnitResult>>;
};

/**
Read what an earlier grading left of a submission.

@returns Undefined when there is nothing, or it is damaged or of another version: then it is graded anew.
*/
export const readGradeFile = async (folder: string): Promise<GradeFile | undefined> => {
	const text = await readFile(join(folder, 'results.json'), 'utf8').catch(() => '');
	try {
		const file: Partial<GradeFile> | null = JSON.parse(text);
		const isWhole =
			file?.schemaVersion === 2 &&
			typeof file.path === 'string' &&
			[file.units, file.conditions].every(value => typeof value === 'object' && value !== null);
		return isWhole ? (file as GradeFile) : undefined;
	} catch {
		return undefined;
	}
};

/** The names that submissions had in earlier gradings into this folder: path → name. */
export const knownNames = async (out: string): Promise<Map<string, string>> => {
	const names = await readdir(out).catch(() => []);
	const files = await Promise.all(names.map(async name => ({name, file: await readGradeFile(join(out, name))})));
	return new Map(files.flatMap(({name, file}) => (file === undefined ? [] : [[file.path, name] as const])));
};
