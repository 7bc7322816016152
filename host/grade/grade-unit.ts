import type {ReportedCase} from '../report/reported-case.ts';
import type {Scenario} from '../scenario/scenario.ts';
import type {GradedRole} from './submission.ts';

/** One piece of work that grades one submission, by itself: whether it builds, the cases of the protocol, or one scenario. */
export type GradeUnit =
	| {readonly kind: 'build'; readonly name: 'build'}
	| {readonly kind: 'protocol'; readonly name: 'protocol'}
	| {readonly kind: 'scenario'; readonly name: string; readonly scenario: Scenario};

/** What a unit came to. `final`: it need not be done again when grading is resumed. */
export type UnitResult = {
	readonly cases: readonly ReportedCase[];
	readonly seconds: number;
	readonly final: boolean;
	/** The folder of its run, relative to the submission's. */
	readonly folder?: string;
};

/** All that concerns a role, the cheapest first, so that whoever looks early sees much: build, protocol, good, network, attacks. */
export const unitsFor = (role: GradedRole, scenarios: readonly Scenario[]): GradeUnit[] => [
	{kind: 'build', name: 'build'},
	{kind: 'protocol', name: 'protocol'},
	...scenarios
		.filter(({cast}) => Object.values(cast).includes(role))
		.map((scenario): GradeUnit => ({kind: 'scenario', name: scenario.name, scenario})),
];
