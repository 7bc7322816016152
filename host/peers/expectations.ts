import type {ReportedCase} from '../report/reported-case.ts';
import type {Grades} from './grade-twelve.ts';

/** What is expected of small peers: every case there is, and of each peer those that do not pass. */
export type Expectations = {
	readonly cases: readonly string[];
	readonly peers: Readonly<Record<string, Readonly<Record<string, ReportedCase['verdict'] | typeof NO_CASE | Luck>>>>;
};

/** Of a case that others have, and this peer has not. */
const NO_CASE = 'no such case';

/** Of a case that is luck: written by hand, with the reason in `twelve.ts`. */
type Luck = 'pass or fail' | 'pass or unknown' | 'fail or unknown';

/** Grades as expectations, to be written down and read over. */
export const expectationsOf = (grades: Grades): Expectations => {
	const all = [...new Set([...grades.values()].flatMap(cases => [...cases.keys()]))].toSorted();
	const rowOf = (cases: ReadonlyMap<string, ReportedCase>) =>
		all.map((id): [string, ReportedCase['verdict'] | typeof NO_CASE] => [id, cases.get(id)?.verdict ?? NO_CASE]);
	return {
		cases: all,
		peers: Object.fromEntries(
			[...grades].map(([name, cases]) => [
				name,
				Object.fromEntries(rowOf(cases).filter(([, verdict]) => verdict !== 'pass')),
			]),
		),
	};
};

/**
Compare grades with what is expected, as a whole.

@param isSameSeed - Whether they were found with the seed of the expectations. With another one what was decided may be undecided, and the other way round, for the order of things is another.
@returns A line for each difference, empty when there is none. Undecided for want of processors is no difference: it says so.
*/
export const differences = (
	{cases, peers}: Expectations,
	grades: Grades,
	{isSameSeed = true}: {readonly isSameSeed?: boolean} = {},
): string[] =>
	[...grades].flatMap(([name, found]) => {
		const expected = peers[name];
		if (expected === undefined) {
			return [`${name}: nothing is expected of it; record it, and read what is recorded`];
		}

		return [...new Set([...cases, ...found.keys()])].toSorted().flatMap(id => {
			const one = found.get(id);
			const wanted = cases.includes(id) ? (expected[id] ?? 'pass') : NO_CASE;
			const verdict = one?.verdict ?? NO_CASE;
			const isCrowd = verdict === 'unknown' && /too crowded/.test(one?.because ?? '');
			const isLuck =
				wanted.split(' or ').includes(verdict) || (!isSameSeed && (verdict === 'unknown' || wanted === 'unknown'));
			return isCrowd || isLuck
				? []
				: [`${name} ${id}: ${verdict}, expected ${wanted}${one?.because === undefined ? '' : ` (${one.because})`}`];
		});
	});
