import {fileAnnounced, fileAsked, fileSent, type Moment} from '../testbed/file-moments.ts';
import {installProgram} from '../testbed/install-program.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import {moreAndMoreSeldom, until} from '../wait/until.ts';
import type {Exchange} from '../wire/ask-tracker.ts';
import type {PeerActor, StartsOptions} from './actors.ts';
import {askForFile} from './ask-for-file.ts';
import {holdersListed, peersListed} from './ask-listing.ts';
import {DownloadWatch, endOf, type OpenDownload} from './download-watch.ts';
import type {FileSource} from './file-contents.ts';
import {layFile} from './lay-file.ts';
import {type PeerWord, parsePeerEvent} from './parse-peer-event.ts';
import {ParticipantProgram} from './participant-program.ts';
import {untilDone} from './patience.ts';
import {anyPeerArgv, ourPeerArgv} from './program-argv.ts';
import {programOf} from './role.ts';
import type {Participant, TrackerAddress} from './run-context.ts';

/** An honest peer of a run: our program or somebody's. */
export class ParticipatingPeer implements PeerActor {
	readonly kind = 'peer';
	readonly #participant: Participant;
	readonly #source: ProgramSource;
	readonly #program: ParticipantProgram;
	readonly #downloads = new DownloadWatch();
	#saysItIsRegistered = false;
	#endpoint: {readonly address: string; readonly port: number};

	constructor(participant: Participant, {port}: {readonly port: number}) {
		this.#participant = participant;
		this.#source = programOf(participant.role).underTest ? participant.run.programs.peer : {kind: 'ours'};
		this.#program = new ParticipantProgram(participant, 'peer');
		this.#endpoint = {address: participant.node.address, port};
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
		return this.#endpoint.address;
	}

	get port(): number {
		return this.#endpoint.port;
	}

	get isGone(): boolean {
		return this.#program.exit !== undefined;
	}

	async shares(file: string, source: FileSource): Promise<void> {
		const {bytes, sha256} = await layFile(this.#participant, this.#path(file), {file, source});
		this.#participant.run.history.record({type: 'shares', actor: this.name, file, bytes, sha256});
	}

	async starts({fetching = [], tracker, unlisted = false, rivalSeconds}: StartsOptions = {}): Promise<void> {
		const {node, run} = this.#participant;
		const {signal} = run;
		const at = run.trackerAddress(tracker);
		const isOurs = this.#source.kind === 'ours'; // We know where it will be; a stranger is whoever is new.
		const before = unlisted || isOurs ? [] : await peersListed(at, {signal});
		const program = await installProgram(node, 'peer', this.#source, run);
		this.#recordAsked(fetching);
		this.#saysItIsRegistered = false;
		const options = {
			alias: this.name,
			bindTo: node.bindTo,
			tracker: at,
			dir: this.#sharedFolder,
			port: this.port,
			files: fetching,
			rivalSeconds,
		};
		await this.#program.start(
			this.#source.kind === 'ours' ? ourPeerArgv(program, options) : anyPeerArgv(program, options, this.#source.args),
			line => this.#hear(line),
		);
		if (!unlisted) {
			await this.#untilListed(at, before);
		}
	}

	async downloads(...files: readonly string[]): Promise<void> {
		await this.starts({fetching: files});
		await this.finishes(...files);
	}

	async finishes(...files: readonly string[]): Promise<void> {
		const {signal} = this.#participant.run;
		const names = files.length === 0 ? 'its files' : files.join(', ');
		await until(
			`${this.name} to finish ${names}`,
			async () => {
				await this.#look(this.#downloads.open(files), signal);
				return this.#downloads.open(files).length === 0 ? true : undefined;
			},
			{signal, everyMs: this.#source.kind === 'ours' ? 50 : moreAndMoreSeldom(500)},
		);
	}

	async isAskedFor(file: string): Promise<Exchange & {readonly bytes: Uint8Array}> {
		const {node, run} = this.#participant;
		return askForFile(this.name, file, {at: await node.reach(this.port, run), run});
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

	asksFor(file: string): Moment {
		return fileAsked(this.name, file);
	}

	hasSent(bytes: number, {of}: {readonly of: string}): Moment {
		return fileSent(this.name, of, bytes);
	}

	announces(file: string): Moment {
		return fileAnnounced(this.name, file);
	}

	/** After the steps: downloads that never ended are recorded as unknown, the program is stopped, and what is left in its folder is measured. */
	async wrapsUp({signal, keepProgram}: {readonly signal: AbortSignal; readonly keepProgram: boolean}): Promise<void> {
		const {node, run} = this.#participant;
		await this.#look(this.#downloads.open(), signal);
		for (const {file} of this.#downloads.open()) {
			this.#downloads.end(file);
			const because = 'it had neither come nor failed when the scenario was over';
			run.history.record({type: 'download-ended', actor: this.name, file, outcome: 'unknown', because});
		}

		if (!keepProgram) {
			await this.#program.wrapUp();
		}

		for (const {name, ...measured} of await node.listFiles(this.#sharedFolder, {signal})) {
			run.history.record({type: 'file-found', actor: this.name, file: name, ...measured});
		}
	}

	get #sharedFolder(): string {
		return `${this.#participant.node.folder}/shared`;
	}

	/** Names of what it shares from the start. */
	get #files(): string[] {
		const {events} = this.#participant.run.history;
		return events.flatMap(event => (event.type === 'shares' && event.actor === this.name ? [event.file] : []));
	}

	#path(file: string): string {
		return `${this.#sharedFolder}/${file}`;
	}

	#recordAsked(files: readonly string[]): void {
		for (const file of files) {
			this.#participant.run.history.record({type: 'download-asked', actor: this.name, file});
			this.#downloads.ask(file, {nowMs: performance.now()});
		}
	}

	/** Record every download among these that is over. */
	async #look(open: readonly OpenDownload[], signal: AbortSignal): Promise<void> {
		for (const download of open) {
			const {file, told, askedMs} = download;
			const {exit} = this.#program;
			if (this.#source.kind === 'ours' && told === undefined && exit === undefined) {
				continue; // It says when it is done: no need to measure again and again.
			}

			const path = this.#path(told?.event === 'download-done' ? told.savedAs : file);
			const rightDigests = this.#rightDigests(file);
			let measured = await this.#participant.node.measure(path, {signal});
			const mayBeWrong = measured !== undefined && !rightDigests.has(measured.sha256);
			const isAnnounced =
				mayBeWrong && told === undefined && exit === undefined && (await this.#isAnnounced(file, signal));
			if (isAnnounced) {
				measured = await this.#participant.node.measure(path, {signal}); // What is announced is whole; what was measured before may not have been.
			}

			const end = endOf(download, {measured, isAnnounced, exit, rightDigests});
			if (end !== undefined) {
				this.#downloads.end(file);
				const seconds = told?.event === 'download-done' ? told.seconds : (performance.now() - askedMs) / 1000;
				this.#participant.run.history.record({
					type: 'download-ended',
					actor: this.name,
					file,
					...end,
					...measured,
					seconds,
				});
			}
		}
	}

	#rightDigests(file: string): ReadonlySet<string> {
		const {events} = this.#participant.run.history;
		return new Set(events.flatMap(event => (event.type === 'shares' && event.file === file ? [event.sha256] : [])));
	}

	async #isAnnounced(file: string, signal: AbortSignal, at = this.#participant.run.trackerAddress()): Promise<boolean> {
		return (await holdersListed(at, file, {signal})).includes(`${this.address}:${this.port}`);
	}

	/** Wait for the tracker to list it. Where a stranger's program listens is known only then. */
	async #untilListed(at: TrackerAddress, before: readonly string[]): Promise<void> {
		const {history, signal} = this.#participant.run;
		const isOurEntry = (endpoint: string): boolean =>
			this.#source.kind === 'ours'
				? endpoint === `${this.address}:${this.port}`
				: this.#mayBeAt(endpoint) && !before.includes(endpoint);
		const endpoint = await untilDone(
			`the tracker to list ${this.name}`,
			async () => {
				this.#program.expectRunning('the tracker listed it');
				if (this.#source.kind === 'ours' && !this.#saysItIsRegistered) {
					return undefined; // It says when to look. Asking again and again costs an emulated guest more than serving.
				}

				return (await peersListed(at, {signal})).find(isOurEntry);
			},
			this.#participant.run,
		);
		const [address = '', port] = endpoint.split(':');
		this.#endpoint = {address, port: Number(port)};
		for (const file of this.#files) {
			await untilDone(
				`the tracker to list ${this.name} as a holder of ${file}`,
				async () => (await this.#isAnnounced(file, signal, at)) || undefined,
				this.#participant.run,
			);
		}

		history.record({
			type: 'program-ready',
			actor: this.name,
			program: 'peer',
			evidence: `WHO lists ${endpoint}`,
			endpoint,
		});
	}

	/** A program that cannot be told its address takes that of its guest, or the first of loopback. */
	#mayBeAt(endpoint: string): boolean {
		const {address, bindTo} = this.#participant.node;
		return endpoint.startsWith(`${address}:`) || (bindTo !== undefined && endpoint.startsWith('127.0.0.1:'));
	}

	#hear(line: string): void {
		const word = parsePeerEvent(line);
		if (word === undefined || this.#source.kind !== 'ours') {
			return;
		}

		this.#saysItIsRegistered ||= word.event === 'registered';
		this.#downloads.hear(word);
		this.#recordTransfer(word);
	}

	/** Of two programs that tell of one transfer, the one that received it is heard. */
	#recordTransfer(word: PeerWord): void {
		if (word.event === 'download-done') {
			const {history, whoIsAt} = this.#participant.run;
			const {file, bytes, seconds} = word;
			const from = whoIsAt(word.from)?.name ?? word.from;
			history.record({type: 'transfer', from, to: this.name, file, bytes, seconds, whole: true});
		}
	}
}
