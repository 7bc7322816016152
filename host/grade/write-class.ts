import {classCsv, classMatrix} from '../report/class-matrix.ts';
import {classPage} from '../report/class-page.ts';
import {writeAll} from '../report/write-reports.ts';
import {type GradeBook, type GradePlan, maxScore} from './grade-book.ts';

/**
Writes the class at a glance after pieces of work, but not after each: two hundred submissions make a page of megabytes.

@returns What writes it when the last time is a while ago.
*/
export const classWriter = (
	plan: GradePlan,
	books: readonly GradeBook[],
	{nowMs}: {readonly nowMs: () => number},
): (() => Promise<void>) => {
	let nextMs = nowMs();
	return async () => {
		const startMs = nowMs();
		if (startMs < nextMs) {
			return;
		}

		nextMs = Number.POSITIVE_INFINITY; // Not twice at once.
		await writeClass(plan, books);
		nextMs = nowMs() + Math.max(LEAST_PAUSE_MS, 20 * (nowMs() - startMs));
	};
};

const LEAST_PAUSE_MS = 2000;

/** The class at a glance, as far as it is known: `matrix.csv` and `index.html`. */
export const writeClass = async ({out, role, rubric, only}: GradePlan, books: readonly GradeBook[]): Promise<void> => {
	const rows = books.map(({name, cases, score, lost}) => ({name, cases, score, lost}));
	// What is only for information would draw the eye to red that means nothing.
	const binding = rows.map(row => ({...row, cases: row.cases.filter(({level}) => level !== 'information')}));
	await writeAll(out, {
		'matrix.csv': classCsv(classMatrix(rows)),
		'index.html': classPage(classMatrix(binding), {
			title: `A class and its ${role}s`,
			total: maxScore(rubric),
			only,
			linkOf: name => `${encodeURIComponent(name)}/report.html`,
		}),
	});
};
