import {quote} from '../../guest/protocol/quoting.ts';
import {endpointsIn} from '../checks/endpoints-in.ts';
import {installProgram} from '../testbed/install-program.ts';
import {watchWithoutSteal} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {askTracker, EXCHANGE_TIMEOUT_MS, type Exchange} from '../wire/ask-tracker.ts';
import type {PeerActor, TrackerActor} from './actors.ts';
import {type Met, metByName} from './met-by-name.ts';
import {parsePeerEvent} from './parse-peer-event.ts';
import {ParticipantProgram} from './participant-program.ts';
import {untilDone} from './patience.ts';
import {evilTrackerArgv, ourTrackerArgv, trackerArgv} from './program-argv.ts';
import {programOf} from './role.ts';
import type {Participant} from './run-context.ts';
import {ScenarioError} from './scenario-error.ts';

/** Data lines of a reply that go into the history: all of an honest one, the beginning of an endless one. */
const MAX_RECORDED_LINES = 1000;

type StartsOptions = Parameters<TrackerActor['starts']>[0];

/** The tracker of a run: our program, somebody's, or our evil one. */
export class ParticipatingTracker implements TrackerActor {
	readonly kind = 'tracker';
	readonly port: number;
	readonly #participant: Participant;
	readonly #program: ParticipantProgram;
	#saysItListens = false;
	#latestOptions: StartsOptions;
	/** Blows of an evil tracker. */
	#struck = 0;
	#met: Met = {};

	constructor(participant: Participant, {port}: {readonly port: number}) {
		this.port = port;
		this.#participant = participant;
		this.#program = new ParticipantProgram(participant, 'tracker');
	}

	get name(): string {
		return this.#participant.name;
	}

	get lastLines(): readonly string[] {
		return this.#program.lastLines;
	}

	/** What its output and its limits are called on its node. */
	get label(): string {
		return this.#program.label;
	}

	get address(): string {
		return this.#participant.node.address;
	}

	async starts(options: StartsOptions = {}): Promise<void> {
		const {signal, history} = this.#participant.run;
		this.#latestOptions = options;
		this.#saysItListens = false;
		await this.#program.start(await this.#argv(options), line => this.#hear(line));
		const isEvil = programOf(this.#participant.role).evil !== undefined;
		const request = 'WHO';
		const {codes} = await untilDone(
			`${this.name} to answer ${request}`,
			async () => {
				this.#program.expectRunning('it answered WHO');
				if (this.#isOurs && !this.#saysItListens) {
					return undefined; // It says when to look.
				}

				const exchange = await this.#ask(request, signal);
				return exchange.broken === undefined || (isEvil && !exchange.broken.includes('ECONNREFUSED'))
					? exchange
					: undefined;
			},
			this.#participant.run,
		);
		const evidence = `answers ${request} with ${codes.join(' ').trim() || 'mischief'}`;
		history.record({
			type: 'program-ready',
			actor: this.name,
			program: 'tracker',
			evidence,
			endpoint: `${this.address}:${this.port}`,
		});
	}

	async isMeasured(): Promise<void> {
		await this.#program.measure();
	}

	async stops(): Promise<void> {
		await this.#program.stop();
	}

	async crashes(): Promise<void> {
		await this.#program.crash();
	}

	async restarts(): Promise<void> {
		await this.stops();
		await this.starts(this.#latestOptions);
	}

	async isAsked(request: string): Promise<Exchange> {
		const passedMs = watchWithoutSteal(this.#participant.run.pace);
		const exchange = await this.#ask(request, this.#participant.run.signal);
		this.#participant.run.history.record({
			type: 'exchange',
			actor: this.name,
			...exchange,
			data: exchange.data.slice(0, MAX_RECORDED_LINES),
			seconds: passedMs() / 1000,
		});
		return exchange;
	}

	async knows(peer: PeerActor, ...files: readonly string[]): Promise<void> {
		const requests = files.length === 0 ? ['WHO'] : files.map(file => `WANT ${quote(file)}`);
		for (const request of requests) {
			await this.#untilReply(`${this.name} to name ${peer.name} to ${request}`, request, ({data}) => {
				if (peer.isGone) {
					throw new ScenarioError(`${peer.name} ended before ${this.name} named it to ${request}.`);
				}

				return endpointsIn(data).includes(`${peer.address}:${peer.port}`);
			});
		}
	}

	async confirms(peer: PeerActor): Promise<void> {
		const endpoint = `${peer.address}:${peer.port}`;
		const {data} = await this.isAsked('WHO');
		const alias = data.find(line => line.endsWith(` ${endpoint}`))?.split(' ')[1];
		if (alias !== undefined) {
			await this.isAsked(`CHECKPEER ${alias} ${endpoint}`);
		}
	}

	async forgets(peer: PeerActor): Promise<void> {
		await this.#untilReply(
			`${this.name} to forget ${peer.name}`,
			'WHO',
			({data, broken}) => broken === undefined && !endpointsIn(data).includes(`${peer.address}:${peer.port}`),
		);
	}

	/** After the steps. */
	async wrapsUp({keepProgram}: {readonly keepProgram: boolean}): Promise<void> {
		if (!keepProgram) {
			await this.#program.wrapUp();
		}

		const {role, run} = this.#participant;
		const {evil} = programOf(role);
		if (evil !== undefined) {
			run.history.record({
				type: 'attack',
				actor: this.name,
				attack: evil,
				target: 'its clients',
				struck: this.#struck,
				victims: run.peersUnderTest,
				met: metByName(this.#met, run),
			});
		}
	}

	#hear(line: string): void {
		this.#saysItListens ||= line.startsWith('osptracker: listening');
		const word = programOf(this.#participant.role).evil === undefined ? undefined : parsePeerEvent(line);
		if (word?.event === 'struck') {
			this.#struck = word.count;
			this.#met = word.met;
		}

		if (this.#isOurs) {
			this.#hearRefusal(line);
		}
	}

	#hearRefusal(line: string): void {
		const word = parsePeerEvent(line);
		if (word?.event === 'refused') {
			const {from, request, reply} = word;
			const {history, whoIsAt} = this.#participant.run;
			history.record({type: 'refusal', actor: this.name, to: whoIsAt(from)?.name ?? from, request, reply});
		}
	}

	get #isOurs(): boolean {
		const {role, run} = this.#participant;
		return !programOf(role).underTest || run.programs.tracker.kind === 'ours';
	}

	/** Poll with a request; only the reply that was waited for goes to the history. */
	async #untilReply(what: string, request: string, isIt: (exchange: Exchange) => boolean): Promise<void> {
		const {signal, history} = this.#participant.run;
		const exchange = await untilDone(
			what,
			async () => {
				const asked = await this.#ask(request, signal);
				return isIt(asked) ? asked : undefined;
			},
			this.#participant.run,
		);
		history.record({type: 'exchange', actor: this.name, ...exchange, data: exchange.data.slice(0, MAX_RECORDED_LINES)});
	}

	async #ask(request: string, signal: AbortSignal): Promise<Exchange> {
		const limit = timeoutWithoutSteal(EXCHANGE_TIMEOUT_MS, this.#participant.run.pace);
		return askTracker(await this.#participant.node.reach(this.port, {signal}), request, {signal, limit});
	}

	async #argv({withFakePeers = false, namesEvilFirst = false}: NonNullable<StartsOptions>) {
		const {node, role, run} = this.#participant;
		const {underTest, evil} = programOf(role);
		const source = underTest ? run.programs.tracker : {kind: 'ours' as const};
		const program = await installProgram(node, 'tracker', source, run);
		return evil === undefined
			? source.kind === 'ours'
				? ourTrackerArgv(program, {port: this.port, withFakePeers, namesEvilFirst, seed: run.seed})
				: trackerArgv(program, {port: this.port, withFakePeers}, source.args)
			: evilTrackerArgv(program, {port: this.port, mode: evil, seed: run.seed});
	}
}
