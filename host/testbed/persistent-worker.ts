import {HarnessError} from '../harness-error.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import type {GuestAgent, ProgramListener} from './guest-agent.ts';
import {PROGRAM_LIMITS} from './program-limits.ts';
import type {Command} from './test-node.ts';

/** What may be asked of a program in a guest. A program that is over is asked in vain. */
export type ProgramControl = {
	/** Ask it to end. */
	end(): Promise<unknown>;
	/** Kill it, and all that it has started. */
	kill(): Promise<unknown>;
	/** What it uses, as the agent tells it; undefined where that is not told. */
	usage(): Promise<Buffer | undefined>;
};

/**
The programs of ours that stay in a guest, one process each, and play one role after another: in an emulated guest the start of Node costs more than most of what it is started for.

Never what is under test: that is a process of its own, started and ended for each scenario.

@see guest/net/persistent-worker.ts
*/
export class PersistentWorkers {
	readonly #agent: GuestAgent;
	readonly #workers = new Map<string, Worker>();
	#started = 0;

	constructor(agent: GuestAgent) {
		this.#agent = agent;
	}

	/** Control groups of those that have nothing to do. */
	get resting(): readonly string[] {
		return [...this.#workers.values()].filter(({isResting}) => isResting).map(({group}) => group);
	}

	/**
	Have the worker of a program run a command line, as if it had been started with it. It is started if it is not there.

	@throws {HarnessError} If it cannot be.
	*/
	async run([program, ...argv]: Command, listener: ProgramListener): Promise<ProgramControl> {
		const control =
			(await this.#workers.get(program)?.run(argv, listener)) ?? // It may have died since.
			(await (await this.#startWorker(program)).run(argv, listener));
		if (control === undefined) {
			throw new HarnessError(`A program that stays in a guest (${program}) could not be told what to do.`, {
				hint: "Read its console in the run's folder.",
			});
		}

		return control;
	}

	/** End them all: nobody else's program meets them. */
	async dismiss(): Promise<void> {
		await Promise.all([...this.#workers.values()].map(async worker => worker.kill()));
	}

	async #startWorker(program: string): Promise<Worker> {
		this.#started += 1;
		const worker = new Worker(this.#agent, `worker-${this.#started}`, () => {
			if (this.#workers.get(program) === worker) {
				this.#workers.delete(program);
			}
		});
		this.#workers.set(program, worker);
		try {
			await worker.start(program);
			return worker;
		} catch (error) {
			this.#workers.delete(program);
			throw error;
		}
	}
}

class Worker {
	readonly group: string;
	readonly #agent: GuestAgent;
	readonly #leave: () => void;
	#current: {readonly run: number; readonly listener: ProgramListener; isTold: boolean} | undefined;
	#runs = 0;
	/** How it ended, once it has. */
	#exit: {readonly status: number | undefined} | undefined;

	/** @param leave - Called when it can be given no more work. */
	constructor(agent: GuestAgent, group: string, leave: () => void) {
		this.#agent = agent;
		this.group = group;
		this.#leave = leave;
	}

	/** Whether it has done what it was started for, and nothing else since. */
	get isResting(): boolean {
		return this.#runs > 0 && this.#current === undefined;
	}

	async start(program: string): Promise<void> {
		const lines = new LineCutter();
		const hear = (heard: readonly string[]): void => {
			for (const line of heard) {
				this.#hear(line);
			}
		};
		const {memoryMiB, tasks} = PROGRAM_LIMITS;
		await this.#agent.start(
			['osp', this.group, String(memoryMiB), String(tasks), '/', program, '--persistent-worker'],
			{
				output: (stream, bytes) => {
					if (stream === 'out') {
						hear(lines.push(bytes));
					} else {
						this.#current?.listener.output(stream, bytes);
					}
				},
				exit: status => {
					hear(lines.end());
					this.#leave();
					this.#exit = {status};
					if (this.#current?.isTold) {
						this.#end(status);
					}
				},
			},
			{isWorker: true},
		);
	}

	/** @returns Undefined when it is not there any more: nothing was run then. */
	async run(argv: readonly string[], listener: ProgramListener): Promise<ProgramControl | undefined> {
		if (this.#current !== undefined) {
			throw new Error(`${this.group} is at work: a guest plays one role at a time`);
		}

		this.#runs += 1;
		const run = this.#runs;
		const current = {run, listener, isTold: false};
		this.#current = current;
		if (!(await this.#tell({run, argv}))) {
			this.#current = undefined;
			await this.kill();
			return undefined;
		}

		current.isTold = true;
		if (this.#exit !== undefined) {
			this.#end(this.#exit.status);
		}

		const whileItRuns = async <T>(act: () => Promise<T>): Promise<T | undefined> =>
			this.#current?.run === run ? act() : undefined;
		return {
			end: async () => whileItRuns(async () => this.#tell({stop: run})),
			kill: async () => whileItRuns(async () => this.kill()),
			usage: async () => whileItRuns(async () => this.#agent.ask('usage', [this.group])),
		};
	}

	async kill(): Promise<void> {
		this.#leave();
		await this.#agent.ask('kill', [this.group]);
	}

	/** @returns Whether it was there to be told. */
	async #tell(request: object): Promise<boolean> {
		const bytes = Buffer.from(`${JSON.stringify(request)}\n`);
		return (await this.#agent.ask('tell', [this.group], {bytes})) !== undefined;
	}

	#hear(line: string): void {
		if (!line.startsWith(RUN_ENDED)) {
			this.#current?.listener.output('out', Buffer.from(`${line}\n`));
			return;
		}

		const {exitCode, left} = JSON.parse(line) as {readonly exitCode: number; readonly left?: readonly string[]};
		if (left !== undefined) {
			this.#leave(); // It ends by itself.
			this.#current?.listener.output('out', Buffer.from(`${line}\n`));
		}

		this.#end(exitCode << 8);
	}

	#end(status: number | undefined): void {
		const current = this.#current;
		this.#current = undefined;
		current?.listener.exit(status);
	}
}

/** What a worker says when a run is over, in its own line: nothing else that our programs print begins so. */
const RUN_ENDED = '{"event":"run-ended",';
