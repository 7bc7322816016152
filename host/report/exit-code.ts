import {EXIT, type ScenarioResult} from '../scenario/result.ts';

/**
What a command's exit code says about all the scenarios it ran.

A broken claim outweighs everything, because it is certain; then trouble of the harness, because it hides claims; then doubt. A scenario that was not run changes nothing, unless nothing ran at all.
*/
export const exitCodeOf = (results: ReadonlyArray<Pick<ScenarioResult, 'verdict'>>): number => {
	const verdicts = new Set(results.map(({verdict}) => verdict));
	if (verdicts.has('fail')) {
		return EXIT.failed;
	}

	if (verdicts.has('error')) {
		return EXIT.harnessProblem;
	}

	return verdicts.has('unknown') || !verdicts.has('pass') ? EXIT.undecided : EXIT.held;
};
