import {playTrackerCase} from './play-tracker-case.ts';
import type {TrackerCase} from './tracker-case.ts';
import {exitStatusOf, type ProgramCommand, startTrackerProgram} from './tracker-program.ts';

/** How a case went: undefined, or where it went otherwise. */
export type CaseResult = {readonly vector: TrackerCase; readonly mismatch: string | undefined};

/** Cases played at once. They mostly wait; the slow ones do nothing else and count for nothing. */
const AT_ONCE = 4;

/**
Play cases against a tracker program, a fresh one for each.

@param command - Any program that takes the original's options.
@param onResult - Called as results come.
@returns The results in the order of the cases.
*/
export const tryTracker = async (
	command: ProgramCommand,
	cases: readonly TrackerCase[],
	{
		promptMs = 10_000,
		onResult = () => {},
	}: {readonly promptMs?: number; readonly onResult?: (result: CaseResult) => void} = {},
): Promise<CaseResult[]> => {
	const results = new Map<TrackerCase, CaseResult>();
	const playOne = async (vector: TrackerCase): Promise<void> => {
		const result = {vector, mismatch: await mismatchOf(command, vector, promptMs)};
		results.set(vector, result);
		onResult(result);
	};

	const waiting = cases.filter(({slow}) => slow === undefined);
	const worker = async (): Promise<void> => {
		for (let vector = waiting.shift(); vector; vector = waiting.shift()) {
			await playOne(vector);
		}
	};
	const slow = cases.filter(vector => vector.slow !== undefined).map(playOne);
	await Promise.all([...slow, ...Array.from({length: AT_ONCE}, worker)]);
	return cases.flatMap(vector => results.get(vector) ?? []);
};

const mismatchOf = async (
	command: ProgramCommand,
	vector: TrackerCase,
	promptMs: number,
): Promise<string | undefined> => {
	try {
		if (vector.exits === undefined) {
			await using tracker = await startTrackerProgram(command, vector);
			await playTrackerCase(vector, tracker, {promptMs});
		} else {
			const status = await exitStatusOf(command, vector.flags ?? []);
			return status === vector.exits ? undefined : `exit status ${status} instead of ${vector.exits}`;
		}
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}

	return undefined;
};
