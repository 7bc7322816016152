import type {ReportedCase} from '../report/reported-case.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';

/** The case that says whether a submission builds. */
export const BUILDS = 'build/builds';

/** The cases that say whether a program comes to serve at all, of a peer and of a tracker. */
export const STARTS = {peer: '4/registers', tracker: '2.3/starts'} as const;

/**
Why a piece of work would tell nothing that is not known: a program that does not build is not asked eighty times, and one that never comes to serve is not attacked.

@param done - What is known, piece of work → result.
@returns Undefined when the work is worth doing.
*/
export const pointlessBecause = (
	unit: Pick<GradeUnit, 'kind'>,
	done: ReadonlyMap<string, UnitResult>,
): string | undefined => {
	const failed = (name: string, ids: readonly string[]): boolean =>
		done.get(name)?.cases.some(({id, verdict}) => ids.includes(id) && verdict === 'fail') === true;
	if (unit.kind !== 'build' && failed('build', [BUILDS])) {
		return 'it does not build';
	}

	return unit.kind === 'scenario' && failed('protocol', Object.values(STARTS))
		? 'it did not come to serve when it was started alone'
		: undefined;
};

/** A piece of work that the program has forfeited. */
export const forfeit = (unit: string, because: string): UnitResult => ({
	cases: [notDone({unit, because, forfeited: true})],
	seconds: 0,
	final: true,
});

/** A piece of work that was not done, as the one case of it. */
export const notDone = ({
	unit,
	because,
	forfeited = false,
	pending = false,
}: {
	readonly unit: string;
	readonly because: string;
	readonly forfeited?: boolean;
	readonly pending?: boolean;
}): ReportedCase => ({
	id: `${unit}/run`,
	group: unit,
	title: `${unit} is run`,
	level: 'must',
	verdict: 'not run',
	because,
	...(forfeited && {forfeited}),
	...(pending && {pending}),
	lines: [],
});
