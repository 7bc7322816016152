import type {ReportedCase} from '../report/reported-case.ts';
import type {Grades} from './grade-twelve.ts';

/** What is expected of small peers: every case there is, and of each peer those that do not pass. */
export type Expectations = {
	readonly cases: readonly string[];
	readonly peers: Readonly<Record<string, Readonly<Record<string, ReportedCase['verdict']>>>>;
};

/** Grades as expectations, to be written down and read over. */
export const expectationsOf = (grades: Grades): Expectations => ({
	cases: [...new Set([...grades.values()].flatMap(cases => [...cases.keys()]))].toSorted(),
	peers: Object.fromEntries(
		[...grades].map(([name, cases]) => [
			name,
			Object.fromEntries(
				[...cases]
					.filter(([, {verdict}]) => verdict !== 'pass')
					.map(([id, {verdict}]): [string, ReportedCase['verdict']] => [id, verdict])
					.toSorted(([a], [b]) => a.localeCompare(b)),
			),
		]),
	),
});

/**
Compare grades with what is expected, as a whole.

@returns A line for each difference, empty when there is none. Undecided for want of processors is no difference: it says so.
*/
export const differences = ({cases, peers}: Expectations, grades: Grades): string[] =>
	[...grades].flatMap(([name, found]) => {
		const expected = peers[name];
		if (expected === undefined) {
			return [`${name}: nothing is expected of it; record it, and read what is recorded`];
		}

		return [...new Set([...cases, ...found.keys()])].toSorted().flatMap(id => {
			const one = found.get(id);
			const wanted = cases.includes(id) ? (expected[id] ?? 'pass') : 'no such case';
			const verdict = one?.verdict ?? 'no such case';
			const isCrowd = verdict === 'unknown' && /too crowded/.test(one?.because ?? '');
			return verdict === wanted || isCrowd
				? []
				: [`${name} ${id}: ${verdict}, expected ${wanted}${one?.because === undefined ? '' : ` (${one.because})`}`];
		});
	});
