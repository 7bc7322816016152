import {checkSomeFault} from './check-faults.ts';
import {LanError} from './lan-error.ts';
import type {LinkFaults} from './link-faults.ts';

/** Where a fault acts. `between`: on the way from one machine to another, and back unless `oneWay`. `cable`: on all that a machine sends, hears, or both. */
export type Place =
	| {readonly type: 'between'; readonly from: string; readonly to: string; readonly oneWay?: boolean}
	| {readonly type: 'cable'; readonly of: string; readonly way?: 'sent' | 'heard' | 'both'};

/** One change to the network. Plain data: a scenario may list them, check them before anything boots, and print them. */
export type FaultStep =
	/** From now on the place has these faults, and no others. */
	| {readonly type: 'faults'; readonly place: Place; readonly faults: LinkFaults}
	/** The place is sound again. */
	| {readonly type: 'heal'; readonly place: Place}
	/** Machines reach only those of their own group; who is in none is reached by all. Replaces an earlier partition. */
	| {readonly type: 'partition'; readonly groups: ReadonlyArray<readonly string[]>}
	/** Everything is sound again, partitions included. */
	| {readonly type: 'heal all'}
	/** Every TCP connection open between the two is reset, at both ends; without names, the one on which the moment was seen that the step waited for. */
	| {readonly type: 'reset'; readonly between?: readonly [string, string]};

/**
Refuse a step that cannot be meant: pure, so that a whole plan is checked before anything boots.

@param names - Every machine on the network.
@throws {LanError} Saying what is wrong with it.
*/
export const checkStep = (step: FaultStep, names: ReadonlySet<string>): void => {
	switch (step.type) {
		case 'faults':
			checkPlace(step.place, names);
			checkSomeFault(formatPlace(step.place), step.faults);
			return;
		case 'heal':
			checkPlace(step.place, names);
			return;
		case 'partition':
			checkGroups(step.groups, names);
			return;
		case 'reset':
			if (step.between !== undefined) {
				checkPlace({type: 'between', from: step.between[0], to: step.between[1]}, names);
			}

			return;
		case 'heal all':
			return;
	}
};

/** A place for people: `alice ↔ bob`, `alice → bob`, `cable of alice`. */
export const formatPlace = (place: Place): string => {
	if (place.type === 'between') {
		return `${place.from} ${place.oneWay ? '→' : '↔'} ${place.to}`;
	}

	const way = place.way ?? 'both';
	return way === 'both' ? `cable of ${place.of}` : `cable of ${place.of}, ${way}`;
};

/** Groups for people: `tracker | alice, bob`. */
export const formatGroups = (groups: ReadonlyArray<readonly string[]>): string =>
	groups.map(group => group.join(', ')).join(' | ');

const checkPlace = (place: Place, names: ReadonlySet<string>): void => {
	for (const name of place.type === 'between' ? [place.from, place.to] : [place.of]) {
		checkName(name, names);
	}

	if (place.type === 'between' && place.from === place.to) {
		throw new LanError(`There is no link between ${place.from} and itself.`, {hint: 'Name two machines.'});
	}
};

const checkName = (name: string, names: ReadonlySet<string>): void => {
	if (!names.has(name)) {
		throw new LanError(`There is no "${name}" on this network.`, {
			hint: `There are: ${[...names].join(', ') || 'none yet'}.`,
		});
	}
};

const checkGroups = (groups: ReadonlyArray<readonly string[]>, names: ReadonlySet<string>): void => {
	if (groups.length < 2 || groups.some(group => group.length === 0)) {
		throw new LanError('A partition has at least two groups, and nobody in a group is no group.', {
			hint: "For example partition(['tracker'], ['alice', 'bob']).",
		});
	}

	const placed = new Set<string>();
	for (const name of groups.flat()) {
		checkName(name, names);
		if (placed.has(name)) {
			throw new LanError(`"${name}" is in two groups of a partition.`, {
				hint: 'Put each machine into one group at most.',
			});
		}

		placed.add(name);
	}
};
