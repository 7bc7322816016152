import {type LeftBehind, leftBehind} from './left-behind.ts';
import {playTrackerCase} from './play-tracker-case.ts';
import type {TrackerCase} from './tracker-case.ts';
import {TrackerPatience} from './tracker-patience.ts';
import {exitStatusOf, type ProgramCommand, startTrackerProgram, type TrackerProgram} from './tracker-program.ts';

/** How a case went. */
export type CaseResult = {
	readonly vector: TrackerCase;
	/** Undefined, or where it went otherwise. */
	readonly mismatch: string | undefined;
	/** Where it went otherwise in a program that had served others, and rightly in a fresh one. */
	readonly whenUsed?: string;
	/** What the program still listed when all clients of the case had left: the rest of a sentence that begins with "it". */
	readonly left?: string;
};

/** Programs that serve cases at once. An emulated machine has nothing to give to more. */
const AT_ONCE = 2;

/**
Play cases against a tracker program. What a tracker knows are its connections, so one program serves case after case, each as soon as it lists nobody. A case that goes otherwise is played once more against a fresh program, and that counts: what one case leaves behind can fail no other.

Cases that bind nobody are played once more only where something was seen to be left behind.

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
	const patience = new TrackerPatience(promptMs);
	const results = new Map<TrackerCase, CaseResult>();
	const doubtful: CaseResult[] = [];
	const enter = (result: CaseResult): void => {
		results.set(result.vector, result);
		onResult(result);
	};
	const alone = async (vector: TrackerCase): Promise<CaseResult> => {
		await using tracker = new UsedTracker(command, patience);
		return resultOf(vector, await tracker.play(vector));
	};
	const playGroup = async (group: readonly TrackerCase[]): Promise<void> => {
		await using tracker = new UsedTracker(command, patience);
		for (const vector of group) {
			const first = vector.exits === undefined ? await tracker.play(vector) : await playExit(command, vector);
			if (isRight(first) || first.wasFresh) {
				enter(resultOf(vector, first));
			} else if (vector.level === 'original' && first.left === undefined) {
				doubtful.push(resultOf(vector, first));
			} else {
				await tracker.renew();
				enter(resultOf(vector, await tracker.play(vector), first));
			}
		}
	};

	const groups = groupsOf(cases.filter(({slow}) => slow === undefined));
	const worker = async (): Promise<void> => {
		for (let group = groups.shift(); group; group = groups.shift()) {
			await playGroup(group);
		}
	};
	// The slow ones do nothing but wait.
	const slow = cases.filter(vector => vector.slow !== undefined).map(async vector => enter(await alone(vector)));
	await Promise.all([...slow, ...Array.from({length: AT_ONCE}, worker)]);
	const isSuspect = [...results.values()].some(({whenUsed, left}) => whenUsed !== undefined || left !== undefined);
	for (const result of doubtful) {
		enter(isSuspect ? await alone(result.vector) : result);
	}

	return cases.flatMap(vector => results.get(vector) ?? []);
};

const isRight = ({mismatch, left}: Playing): boolean => mismatch === undefined && left?.kind !== 'gone';

/** @param used - How it went with a program that had served others, where that was not right. */
const resultOf = (vector: TrackerCase, playing: Playing, used?: Playing): CaseResult => {
	const left = [playing, used].find(one => one?.left?.kind === 'lists')?.left?.what;
	return {
		vector,
		mismatch: whatWasWrong(playing),
		...(isRight(playing) && used && {whenUsed: whatWasWrong(used) ?? ''}),
		...(left !== undefined && {left}),
	};
};

const whatWasWrong = ({mismatch, left}: Playing): string | undefined =>
	left?.kind === 'gone' ? [mismatch ?? 'all went right', `afterwards it ${left.what}`].join('\n') : mismatch;

const playExit = async (command: ProgramCommand, {exits, flags = []}: TrackerCase): Promise<Playing> => {
	const status = await exitStatusOf(command, flags);
	const mismatch = status === exits ? undefined : `exit status ${status} instead of ${exits}`;
	return {mismatch, left: undefined, wasFresh: true};
};

/** Cases that one program can serve, most of them first; each that is about the end of a program needs its own. */
const groupsOf = (cases: readonly TrackerCase[]): Array<readonly TrackerCase[]> =>
	[
		...Map.groupBy(cases, ({flags, nofile, exits}) => JSON.stringify([exits === undefined && flags, nofile])).values(),
	].toSorted((some, others) => others.length - some.length);

/** How a case went with one program. */
type Playing = {
	/** Undefined, or where it went otherwise. */
	readonly mismatch: string | undefined;
	/** What was wrong with the program when all clients had left. */
	readonly left: LeftBehind | undefined;
	/** Whether the program had served nobody before. */
	readonly wasFresh: boolean;
};

/** One tracker program after another, of one kind: each serves case after case, as long as nothing of a case is left in it. Disposing ends the last. */
class UsedTracker implements AsyncDisposable {
	readonly #command: ProgramCommand;
	readonly #patience: TrackerPatience;
	#program: TrackerProgram | undefined;

	constructor(command: ProgramCommand, patience: TrackerPatience) {
		this.#command = command;
		this.#patience = patience;
	}

	/** Play a case; its options must be those of all others. */
	async play(vector: TrackerCase): Promise<Playing> {
		const wasFresh = this.#program === undefined;
		try {
			this.#program ??= await startTrackerProgram(this.#command, vector);
		} catch (error) {
			return {mismatch: said(error), left: undefined, wasFresh};
		}

		const mismatch = await playTrackerCase(vector, this.#program, {
			promptMs: wasFresh ? this.#patience.fresh : this.#patience.used,
		}).then(() => undefined, said);
		const left = await leftBehind(this.#program, {patienceMs: this.#patience.forLeaving});
		this.#patience.learn(left);
		if (left !== undefined) {
			await this.renew();
		}

		return {mismatch, left, wasFresh};
	}

	/** The next case gets a program that has served nobody. */
	async renew(): Promise<void> {
		await this.#program?.[Symbol.asyncDispose]();
		this.#program = undefined;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.renew();
	}
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
