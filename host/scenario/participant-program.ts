import {tellingLines} from '../history/telling-lines.ts';
import type {Command, ProgramExit, ProgramUsage, RunningProgram} from '../testbed/test-node.ts';
import {programOf} from './role.ts';
import type {Participant} from './run-context.ts';
import {ScenarioError} from './scenario-error.ts';

/** How an error goes on that quotes what a program printed. */
export const LAST_WORDS = 'Its last words:';

/** Lines of its output that an error quotes. */
const WORDS = 8;

/** One actor's program: started, watched and ended, all of it written into the history. One at a time. */
export class ParticipantProgram {
	readonly #participant: Participant;
	readonly #kind: 'peer' | 'tracker';
	/** Its end is never a surprise: an attacker may end when it likes. */
	readonly #mayEnd: boolean;
	#running: RunningProgram | undefined;
	#isAskedToEnd = false;
	#exit: ProgramExit | undefined;
	#starts = 0;

	constructor(participant: Participant, kind: 'peer' | 'tracker', {mayEnd = false}: {readonly mayEnd?: boolean} = {}) {
		this.#participant = participant;
		this.#kind = kind;
		this.#mayEnd = mayEnd;
	}

	/** How it ended; undefined while it runs, and before it was ever started. */
	get exit(): ProgramExit | undefined {
		return this.#exit;
	}

	/** The end of what it has printed so far. */
	get lastLines(): readonly string[] {
		return this.#running?.lastLines() ?? this.#exit?.lastLines ?? [];
	}

	/** Whether it was started and not ended yet. */
	get runs(): boolean {
		return this.#running !== undefined;
	}

	/** What its output and its limits are called on its node. */
	get label(): string {
		return this.#starts <= 1 ? this.#kind : `${this.#kind}-${this.#starts}`;
	}

	/** @param onLine - Told of every line the program writes. */
	async start(command: Command, onLine: (line: string) => void): Promise<void> {
		const {name, node, role, run} = this.#participant;
		if (this.#running !== undefined) {
			throw new Error(`${name} already runs a ${this.#kind}: let it stop first, or let another actor do this`);
		}

		this.#exit = undefined;
		this.#isAskedToEnd = this.#mayEnd;
		this.#starts += 1;
		const running = await node.start(command, {
			// Not the signal of the steps: a program outlives them until the runner has looked at what is left.
			signal: new AbortController().signal,
			label: this.label,
			onLine,
			byWorker: !programOf(role).underTest,
			...(run.measures && programOf(role).underTest && {onUsage: (usage: ProgramUsage) => this.#recordUsage(usage)}),
		});
		this.#running = running;
		run.history.record({type: 'program-started', actor: name, program: this.#kind, command});
		void running.exited.then(exit => this.#recordExit(exit));
	}

	/** @throws {ScenarioError} If the program is gone, with its last words. */
	expectRunning(what: string): void {
		if (this.#exit !== undefined) {
			const {exitCode, signal, lastLines} = this.#exit;
			const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
			const said =
				lastLines.length === 0 ? 'It said nothing.' : `${LAST_WORDS}\n${tellingLines(lastLines, WORDS).join('\n')}`;
			throw new ScenarioError(`${this.#participant.name} ended (${how}) before ${what}. ${said}`);
		}
	}

	/** Measure it now. Nothing happens when it does not run. */
	async measure(): Promise<void> {
		const usage = await this.#running?.usage();
		if (usage !== undefined) {
			this.#recordUsage(usage);
		}
	}

	/** Ask it to end, and wait. Nothing happens when it does not run. */
	async stop(): Promise<void> {
		this.#isAskedToEnd = true;
		const running = this.#running;
		await running?.stop();
		await running?.[Symbol.asyncDispose]();
	}

	/** After the steps: a program that is judged is asked to end; what is only there for its sake is killed, which costs an emulated guest less than a goodbye, unless its process stays. */
	async wrapUp(): Promise<void> {
		const {role, run} = this.#participant;
		const isMissed = programOf(role).underTest || programOf(role).evil !== undefined || !run.measures;
		await (isMissed || this.#running?.isByWorker ? this.stop() : this.crash());
	}

	/** Kill it without a word. */
	async crash(): Promise<void> {
		this.#isAskedToEnd = true;
		const running = this.#running;
		await running?.kill();
		await running?.[Symbol.asyncDispose]();
	}

	#recordExit(exit: ProgramExit): void {
		this.#exit = exit;
		this.#running = undefined;
		const {name, run} = this.#participant;
		const {exitCode, signal} = exit;
		run.history.record({
			type: 'program-ended',
			actor: name,
			program: this.#kind,
			exitCode,
			signal,
			expected: this.#isAskedToEnd,
			lastLines: exit.lastLines.slice(-20),
		});
	}

	#recordUsage(usage: ProgramUsage): void {
		this.#participant.run.history.record({
			type: 'resources',
			actor: this.#participant.name,
			program: this.#kind,
			...usage,
		});
	}
}
