import type {Scenario} from '../scenario/scenario.ts';
import {meant} from './nearest-word.ts';
import {UsageError} from './usage-error.ts';

/** What `run` is to run, and with which files. */
export type Choice = {
	/** Name of the run's folder: the scenario's or the group's. */
	readonly name: string;
	readonly scenarios: readonly Scenario[];
	/** Paths as typed. */
	readonly files: readonly string[];
	/** Whether it was one scenario that was asked for by name. */
	readonly single: boolean;
};

/**
Which scenarios the arguments after `run` mean. A scenario's name comes first; the names behind it are files. Behind a group's name they are scenarios of it.

@throws {UsageError} If there is no such scenario or group; it names the nearest.
*/
export const chooseScenarios = (what: string, names: readonly string[], all: readonly Scenario[]): Choice => {
	const one = all.find(({name}) => name === what);
	if (one !== undefined) {
		return {name: what, scenarios: [one], files: names, single: true};
	}

	const group = what === 'all' ? all : all.filter(scenario => scenario.group === what);
	if (group.length === 0) {
		const known = new Set(['all', ...all.map(scenario => scenario.group), ...all.map(({name}) => name)]);
		throw new UsageError(`there is no scenario or group "${what}"`, {hint: meant(what, [...known])});
	}

	if (names.length === 0) {
		return {name: what, scenarios: group, files: [], single: false};
	}

	const scenarios = names.map(word => {
		const wanted = group.find(({name}) => name === word);
		if (wanted === undefined) {
			throw new UsageError(`there is no scenario "${word}" in the group "${what}"`, {
				hint: meant(
					word,
					group.map(({name}) => name),
				),
			});
		}

		return wanted;
	});
	return {name: what, scenarios: [...new Set(scenarios)], files: [], single: false};
};
