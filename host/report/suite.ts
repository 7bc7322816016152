import type {ScenarioResult} from '../scenario/result.ts';

/** Several scenarios that one command ran, so far. */
export type Suite = {
	/** The group's name, or the scenario's when it was repeated. */
	readonly name: string;
	readonly startedAt: string; // ISO 8601
	readonly seconds: number;
	/** In the order they ended. */
	readonly results: readonly ScenarioResult[];
};
