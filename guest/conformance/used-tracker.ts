import {type LeftBehind, leftBehind} from './left-behind.ts';
import {playTrackerCase} from './play-tracker-case.ts';
import type {TrackerCase} from './tracker-case.ts';
import type {TrackerPatience} from './tracker-patience.ts';
import {type ProgramCommand, startTrackerProgram, type TrackerProgram} from './tracker-program.ts';

/** How a case went with one program. */
export type Playing = {
	/** Undefined, or where it went otherwise. */
	readonly mismatch: string | undefined;
	/** What was wrong with the program when all clients had left. */
	readonly left: LeftBehind | undefined;
	/** Whether the program had served nobody before. */
	readonly wasFresh: boolean;
};

/** One tracker program after another, of one kind: each serves case after case, as long as nothing of a case is left in it. Disposing ends the last. */
export class UsedTracker implements AsyncDisposable {
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
