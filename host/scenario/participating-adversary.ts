import {claimsOf} from '../../guest/claims/claims-of.ts';
import {installProgram} from '../testbed/install-program.ts';
import {until} from '../wait/until.ts';
import type {EvilActor, PeerActor, TrackerActor} from './actors.ts';
import {whoseCanary} from './canary.ts';
import type {FileSource} from './file-contents.ts';
import {layFile} from './lay-file.ts';
import {type Met, metByName} from './met-by-name.ts';
import {parsePeerEvent} from './parse-peer-event.ts';
import {ParticipantProgram} from './participant-program.ts';
import {untilDone} from './patience.ts';
import {evilPeerArgv} from './program-argv.ts';
import {programOf} from './role.ts';
import type {Participant} from './run-context.ts';

/** Our adversary in a run. */
export class ParticipatingAdversary implements EvilActor {
	readonly kind = 'evil peer';
	readonly #participant: Participant;
	readonly #program: ParticipantProgram;
	readonly port: number;
	#target: PeerActor | TrackerActor | undefined;
	#struck = 0;
	/** By address. */
	#met: Met = {};
	#isCrowded = false;
	#hasBegun = false;
	#onlyStays = false;
	#isOnRecord = true;

	constructor(participant: Participant, {port}: {readonly port: number}) {
		this.#participant = participant;
		this.port = port;
		this.#program = new ParticipantProgram(participant, 'peer', {mayEnd: true});
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

	get mode(): string {
		return programOf(this.#participant.role).evil ?? '';
	}

	async shares(file: string, source: FileSource): Promise<void> {
		const {bytes} = await layFile(this.#participant, `${this.#folder}/${file}`, {file, source});
		// Not `shares`: nobody is to take the bait for the real file.
		this.#note(`baits with ${file} (${bytes} bytes)`);
	}

	async attacks(target: PeerActor | TrackerActor, ...files: readonly string[]): Promise<void> {
		const {node, run} = this.#participant;
		const {signal, seed} = run;
		await node.makeFolder(this.#folder, {signal});
		const program = await installProgram(node, 'peer', {kind: 'ours'}, {signal});
		this.#target = target;
		this.#met = {};
		this.#isCrowded = false;
		this.#isOnRecord = false;
		this.#onlyStays = false;
		const command = evilPeerArgv(program, {
			alias: this.name,
			bindTo: node.bindTo,
			tracker: run.trackerAddress(),
			dir: this.#folder,
			port: this.port,
			files,
			mode: this.mode,
			seed,
			...(target.kind === 'peer' ? {target: `${target.address}:${target.port}`} : {}),
		});
		await this.#program.start(command, line => this.#hear(line));
		await untilDone(`${this.name} to begin`, async () => this.#hasBegun || !this.#program.runs || undefined, {
			...this.#participant.run,
			who: 'adversary',
		});
	}

	async strikes(times = 1): Promise<void> {
		await untilDone(`${this.name} to strike ${times} times`, async () => (this.#struck >= times ? true : undefined), {
			...this.#participant.run,
			who: 'adversary',
		});
	}

	async crowds(): Promise<void> {
		await untilDone(
			`${this.name} to have its crowd inside`,
			async () => this.#isCrowded || !this.#program.runs || undefined,
			{
				...this.#participant.run,
				who: 'adversary',
			},
		);
	}

	async finishes(): Promise<void> {
		const {signal} = this.#participant.run;
		const isOver = async (): Promise<true | undefined> => this.#onlyStays || !this.#program.runs || undefined;
		await until(`${this.name} to finish`, isOver, {signal});
	}

	async stops(): Promise<void> {
		await this.#program.stop();
		if (!this.#isOnRecord) {
			this.#isOnRecord = true;
			const {run} = this.#participant;
			const target = this.#target?.name ?? '';
			run.history.record({
				type: 'attack',
				actor: this.name,
				attack: this.mode,
				target,
				struck: this.#struck,
				victims: claimsOf(this.mode).exposure.how === 'asked-it' ? run.peersUnderTest : [target],
				met: metByName(this.#met, run),
			});
		}
	}

	/** After the steps. */
	async wrapsUp(): Promise<void> {
		await this.stops();
	}

	get #folder(): string {
		return `${this.#participant.node.folder}/shared`;
	}

	#hear(line: string): void {
		const word = parsePeerEvent(line);
		if (word?.event === 'struck') {
			this.#struck = word.count;
			this.#met = word.met;
			this.#hasBegun = true;
		} else if (word?.event === 'registered') {
			this.#hasBegun = true;
		} else if (word?.event === 'crowded') {
			this.#isCrowded = true;
			this.#note(`has ${word.open} of ${word.of} connections open`);
		} else if (word?.event === 'staying') {
			this.#onlyStays = true;
		} else if (word?.event === 'loot') {
			this.#note(`asked for ${word.asked} and got ${word.bytes} bytes`);
			const actor = whoseCanary(Buffer.from(word.head, 'base64').toString('latin1'));
			if (actor !== undefined) {
				this.#participant.run.history.record({type: 'canary-seen', actor, where: `the answer to ${word.asked}`});
			}
		}
	}

	#note(text: string): void {
		this.#participant.run.history.record({type: 'note', actor: this.name, text});
	}
}
