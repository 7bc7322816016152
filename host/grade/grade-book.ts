import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gradescopeJson} from '../report/gradescope.ts';
import {junitXml} from '../report/junit.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {gradeBy, type Rubric} from '../report/rubric.ts';
import {studentPage} from '../report/student-page.ts';
import {studentReport} from '../report/student-report.ts';
import {tap} from '../report/tap.ts';
import {writeAll} from '../report/write-reports.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';
import {forfeit, notDone, pointlessBecause} from './pointless.ts';
import type {GradedRole, Submission} from './submission.ts';

/** What `results.json` of a submission holds (docs/grading.md). */
export type GradeFile = {
	readonly schemaVersion: 1;
	readonly submission: string;
	readonly role: GradedRole;
	/** SHA-256 of what was handed in. */
	readonly digest: string;
	readonly seed: number;
	/** Points by the rubric, and what can be had. */
	readonly score: number;
	readonly maxScore: number;
	/** Whether every piece of work was done. */
	readonly complete: boolean;
	/** Of all pieces of work together. */
	readonly seconds: number;
	readonly cases: readonly ReportedCase[];
	/** Piece of work → what it came to; those that are not final are done again when grading is resumed. */
	readonly units: Readonly<Record<string, UnitResult>>;
};

/** What is the same for all submissions of a class. */
export type GradePlan = {
	readonly role: GradedRole;
	readonly seed: number;
	readonly rubric: Rubric;
	/** Names of all pieces of work, in the order of reports. */
	readonly units: readonly string[];
	/** Folder of the class; each submission has one in it. */
	readonly out: string;
};

/** The results of one submission: kept on disk, whole after each piece of work. */
export class GradeBook {
	readonly #plan: GradePlan;
	readonly #submission: Submission;
	readonly #units: Map<string, UnitResult>;

	private constructor(plan: GradePlan, submission: Submission, units: Map<string, UnitResult>) {
		this.#plan = plan;
		this.#submission = submission;
		this.#units = units;
	}

	/** Open it, with what an earlier grading of the same bytes with the same seed found out. */
	static async open(plan: GradePlan, submission: Submission): Promise<GradeBook> {
		const text = await readFile(join(plan.out, submission.name, 'results.json'), 'utf8').catch(() => '{}');
		const {schemaVersion, digest, seed, role, units = {}} = parseGradeFile(text);
		const same = schemaVersion === 1 && digest === submission.digest && seed === plan.seed && role === plan.role;
		const kept = same ? Object.entries(units).filter(([, {final}]) => final) : [];
		return new GradeBook(plan, submission, new Map(kept));
	}

	get name(): string {
		return this.#submission.name;
	}

	get submission(): Submission {
		return this.#submission;
	}

	get folder(): string {
		return join(this.#plan.out, this.#submission.name);
	}

	/** All cases so far; work that was not done is told as one case each. */
	get cases(): readonly ReportedCase[] {
		return this.#plan.units.flatMap(name => this.#units.get(name)?.cases ?? [notYet(name)]);
	}

	get score(): number {
		const score = gradeBy(this.#plan.rubric, this.cases).reduce((sum, row) => sum + row.score, 0);
		return Math.round(score * 100) / 100;
	}

	/** Whether a piece of work was done for good. */
	has(unit: string): boolean {
		return this.#units.get(unit)?.final === true;
	}

	/** Why a piece of work would tell nothing new, after what is known; undefined when it is worth doing. */
	pointless(unit: GradeUnit): string | undefined {
		return pointlessBecause(unit, this.#units);
	}

	/** Enter what a piece of work came to, and write all reports anew. */
	async enter(unit: string, result: UnitResult): Promise<void> {
		this.#units.set(unit, result);
		const because = pointlessBecause({kind: 'scenario'}, this.#units);
		if (because !== undefined) {
			this.#forfeitStories(because);
		}

		await this.write();
	}

	/** Stories that were played beside what tells it all would only tell the same once more. */
	#forfeitStories(because: string): void {
		for (const name of this.#units.keys()) {
			if (name !== 'build' && name !== 'protocol') {
				this.#units.set(name, forfeit(name, because));
			}
		}
	}

	async write(): Promise<void> {
		const {role, seed, rubric, units} = this.#plan;
		const {name, digest} = this.#submission;
		const {cases} = this;
		const seconds = [...this.#units.values()].reduce((sum, unit) => sum + unit.seconds, 0);
		const file: GradeFile = {
			schemaVersion: 1,
			submission: name,
			role,
			digest,
			seed,
			score: this.score,
			maxScore: maxScore(rubric),
			complete: units.every(unit => this.has(unit)),
			seconds,
			cases,
			units: Object.fromEntries(this.#units),
		};
		// Only runs of scenarios have a page of their own, and their cases are of a group of that name.
		const runOf = (group: string): string | undefined => {
			const folder = units.includes(group) && !['build', 'protocol'].includes(group) && this.#units.get(group)?.folder;
			return folder ? `${folder}/report.html` : undefined;
		};
		await writeAll(this.folder, {
			'results.json': `${JSON.stringify(file, undefined, '\t')}\n`,
			'junit.xml': junitXml(name, cases),
			'results.tap': tap(cases),
			'report.md': studentReport(name, cases, {role, runOf}),
			'report.html': studentPage(name, cases, {role, rows: gradeBy(rubric, cases), runOf}),
		});
		await writeAll(join(this.folder, 'gradescope'), {'results.json': gradescopeJson(cases, {rubric, seconds})});
	}
}

/** A file that is damaged, as by a disk that was full, keeps nothing: all of it is done again. */
const parseGradeFile = (text: string): Partial<GradeFile> => {
	try {
		const file: unknown = JSON.parse(text);
		return typeof file === 'object' && file !== null ? file : {};
	} catch {
		return {};
	}
};

/** What a rubric gives at most. */
export const maxScore = ({rows}: Rubric): number => rows.reduce((sum, {points}) => sum + points, 0);

const notYet = (unit: string): ReportedCase =>
	notDone({unit, because: 'grading did not come to it yet', pending: true});
