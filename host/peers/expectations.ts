import type {ReportedCase} from '../report/reported-case.ts';
import type {Grades} from './grade-twelve.ts';

/** What is expected of small peers: every case there is, and of each peer those that do not pass. */
export type Expectations = {
	readonly cases: readonly string[];
	readonly peers: Readonly<Record<string, Readonly<Record<string, Expected>>>>;
};

/** Of a case that others have, and this peer has not. */
const NO_CASE = 'no such case';

/** Of a case that is random: written by hand, with the reason in `twelve.ts`. */
type RandomVerdict = 'pass or fail' | 'pass or unknown' | 'fail or unknown';

type Expected = ReportedCase['verdict'] | typeof NO_CASE | RandomVerdict;

const NOTHING: Expectations = {cases: [], peers: {}};

/**
Grades as expectations, to be written down and read over.

@param before - What was expected so far. It stays where it is met: what was named as random, and what was decided before the machine was too crowded.
*/
export const expectationsOf = (grades: Grades, before: Expectations = NOTHING): Expectations => {
	const all = [...new Set([...grades.values()].flatMap(cases => [...cases.keys()]))].toSorted();
	const rowOf = (name: string, cases: ReadonlyMap<string, ReportedCase>) =>
		all.map((id): [string, Expected] => {
			const wanted = wantedOf(before, name, id);
			return [id, isMet(wanted, cases.get(id)) ? wanted : (cases.get(id)?.verdict ?? NO_CASE)];
		});
	return {
		cases: all,
		peers: Object.fromEntries(
			[...grades].map(([name, cases]) => [
				name,
				Object.fromEntries(rowOf(name, cases).filter(([, verdict]) => verdict !== 'pass')),
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
			const wanted = wantedOf({cases, peers}, name, id);
			const verdict = one?.verdict ?? NO_CASE;
			const mayBeUndecided = !isSameSeed && (verdict === 'unknown' || wanted === 'unknown');
			return isMet(wanted, one) || mayBeUndecided
				? []
				: [`${name} ${id}: ${verdict}, expected ${wanted}${one?.because === undefined ? '' : ` (${one.because})`}`];
		});
	});

const wantedOf = ({cases, peers}: Expectations, name: string, id: string): Expected =>
	cases.includes(id) ? (peers[name]?.[id] ?? 'pass') : NO_CASE;

const isMet = (wanted: Expected, one: ReportedCase | undefined): boolean =>
	(one !== undefined && isLeftOpenByCrowd(one)) || wanted.split(' or ').includes(one?.verdict ?? NO_CASE);

/** Whether a case is undecided because the machine had too much to do. */
export const isLeftOpenByCrowd = ({verdict, because}: ReportedCase): boolean =>
	verdict === 'unknown' && /too crowded/.test(because ?? '');
