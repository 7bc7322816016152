import type {Paint} from '../report/paint.ts';
import type {Scenario} from '../scenario/scenario.ts';

/** The scenarios by group, for people. */
export const scenarioList = (scenarios: readonly Scenario[], paint: Paint): string => {
	const width = Math.max(0, ...scenarios.map(({name}) => name.length));
	return [...Map.groupBy(scenarios, ({group}) => group)]
		.map(([group, theirs]) =>
			[
				paint.bold(group),
				...theirs.flatMap(({name, title, because}) => [
					`  ${paint.cyan(name.padEnd(width))}  ${title}`,
					`  ${' '.repeat(width)}  ${paint.dim(because)}`,
				]),
				'',
			].join('\n'),
		)
		.join('\n');
};

/** The scenarios for programs: an array in the order they run. */
export const scenarioListJson = (scenarios: readonly Scenario[]): string =>
	`${JSON.stringify(
		scenarios.map(({name, group, title, because, withinSeconds, cast, needs, mustHold}) => ({
			name,
			group,
			title,
			because,
			withinSeconds,
			cast,
			needs,
			mustHold: mustHold.map(({id, title, level}) => ({id, title, level})),
		})),
		undefined,
		'\t',
	)}\n`;
