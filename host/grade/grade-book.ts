import {join} from 'node:path';
import {gradescopeJson} from '../report/gradescope.ts';
import {junitXml} from '../report/junit.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {gradeBy, pointsLost, type Rubric} from '../report/rubric.ts';
import {studentPage} from '../report/student-page.ts';
import {studentReport} from '../report/student-report.ts';
import {tap} from '../report/tap.ts';
import {writeAll} from '../report/write-reports.ts';
import {type Conditions, differing} from './conditions.ts';
import {type GradeFile, readGradeFile} from './grade-file.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';
import {forfeit, notDone, pointlessBecause} from './pointless.ts';
import type {GradedRole, Submission} from './submission.ts';

/** What is the same for all submissions of a class. */
export type GradePlan = {
	readonly role: GradedRole;
	readonly seed: number;
	readonly conditions: Conditions;
	readonly rubric: Rubric;
	/** Names of all pieces of work, in the order of reports. */
	readonly units: readonly string[];
	/** What `--only` said, when only a part is graded. */
	readonly only?: string | undefined;
	/** Folder of the class; each submission has one in it. */
	readonly out: string;
};

/** The results of one submission: kept on disk, whole after each piece of work. */
export class GradeBook {
	readonly #plan: GradePlan;
	readonly #submission: Submission;
	readonly #units: Map<string, UnitResult>;

	/** Why an earlier grading does not count any more: the rest of a sentence; undefined when it does, or there is none. */
	readonly anewBecause: string | undefined;

	private constructor(
		plan: GradePlan,
		submission: Submission,
		units: Map<string, UnitResult>,
		anewBecause: string | undefined,
	) {
		this.anewBecause = anewBecause;
		this.#plan = plan;
		this.#submission = submission;
		this.#units = units;
	}

	/** Open it, with what an earlier grading of the same bytes under the same conditions found out. */
	static async open(plan: GradePlan, submission: Submission): Promise<GradeBook> {
		const file = await readGradeFile(join(plan.out, submission.name));
		const why = file && whyAnew(file, plan, submission);
		const kept =
			file === undefined || why !== undefined ? [] : Object.entries(file.units).filter(([, {final}]) => final);
		return new GradeBook(plan, submission, new Map(kept), why);
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

	/** What each case that did not pass cost, in points. */
	get lost(): ReadonlyMap<ReportedCase, number> {
		return pointsLost(this.#plan.rubric, this.cases);
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

	/** Scenarios that were run beside what tells it all would only tell the same once more. */
	#forfeitStories(because: string): void {
		for (const name of this.#units.keys()) {
			if (name !== 'build' && name !== 'protocol') {
				this.#units.set(name, forfeit(name, because));
			}
		}
	}

	async write(): Promise<void> {
		const {role, seed, conditions, rubric, units, only} = this.#plan;
		const {name, digest, source} = this.#submission;
		const {cases} = this;
		const seconds = [...this.#units.values()].reduce((sum, unit) => sum + unit.seconds, 0);
		const file: GradeFile = {
			schemaVersion: 2,
			submission: name,
			role,
			digest,
			seed,
			path: source.path,
			conditions,
			score: this.score,
			maxScore: maxScore(rubric),
			...(only !== undefined && {only}),
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
			'report.md': studentReport(name, cases, {role, runOf, only}),
			'report.html': studentPage(name, cases, {role, rows: gradeBy(rubric, cases), runOf, only}),
		});
		await writeAll(join(this.folder, 'gradescope'), {'results.json': gradescopeJson(cases, {rubric, seconds, only})});
	}
}

const whyAnew = (file: GradeFile, plan: GradePlan, {digest}: Submission): string | undefined => {
	const others = [
		...(file.digest === digest ? [] : ['what was handed in']),
		...(file.seed === plan.seed ? [] : ['--seed']),
		...(file.role === plan.role ? [] : ['--role']),
		...differing(file.conditions, plan.conditions),
	];
	return others.length === 0 ? undefined : `other than before: ${others.join(', ')}`;
};

/** What a rubric gives at most. */
export const maxScore = ({rows}: Rubric): number => rows.reduce((sum, {points}) => sum + points, 0);

const notYet = (unit: string): ReportedCase =>
	notDone({unit, because: 'grading did not come to it yet', pending: true});
