import type {FaultStep, Place} from './fault-step.ts';
import type {LinkFaults} from './link-faults.ts';

/** Sentences about one place of the network. */
export type PlaceVerbs = {
	/** From now on it has these faults, and no others. */
	becomes(faults: LinkFaults): void;
	/** Nothing passes any more. */
	isCut(): void;
	/** It is sound again. */
	heals(): void;
};

/** Sentences that change the network: `network.between('alice', 'bob').becomes({lossShare: 0.02, delayMs: 40})`. Machines go by the names of their ports. */
export type FaultVerbs = {
	/** The way from one to the other and back. */
	between(one: string, other: string): PlaceVerbs;
	/** The way there, not back. */
	oneWay(from: string, to: string): PlaceVerbs;
	/** All that a machine sends, hears, or both. */
	cable(of: string, way?: 'sent' | 'heard' | 'both'): PlaceVerbs;
	/** Nothing passes between the two any more. */
	cut(one: string, other: string): void;
	/** Machines reach only those of their own group. */
	partition(...groups: ReadonlyArray<readonly string[]>): void;
	/** Reset the connections open between the two, at both ends; without names, the one on which the moment was seen. */
	reset(one?: string, other?: string): void;
	/** Everything is sound again. */
	heal(): void;
};

/** Say the sentences as steps. @param take - Gets each step: to apply it now, or to keep it for its moment. */
export const faultVerbs = (take: (step: FaultStep) => void): FaultVerbs => {
	const at = (place: Place): PlaceVerbs => ({
		becomes: faults => take({type: 'faults', place, faults}),
		isCut: () => take({type: 'faults', place, faults: {cut: true}}),
		heals: () => take({type: 'heal', place}),
	});

	return {
		between: (from, to) => at({type: 'between', from, to}),
		oneWay: (from, to) => at({type: 'between', from, to, oneWay: true}),
		cable: (of, way = 'both') => at({type: 'cable', of, way}),
		cut: (from, to) => at({type: 'between', from, to}).isCut(),
		partition: (...groups) => take({type: 'partition', groups}),
		reset: (one, other) =>
			take(one === undefined || other === undefined ? {type: 'reset'} : {type: 'reset', between: [one, other]}),
		heal: () => take({type: 'heal all'}),
	};
};
