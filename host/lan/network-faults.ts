import {type FaultCount, FaultLedger} from './fault-ledger.ts';
import {checkStep, type FaultStep} from './fault-step.ts';
import type {Flow, Side} from './flow.ts';
import {LanError} from './lan-error.ts';
import type {FaultKind} from './link-faults.ts';
import {LinkTable, openCounts} from './link-table.ts';
import type {Moment} from './moment.ts';
import {resetOf} from './tcp-rewrite.ts';
import {Triggers} from './triggers.ts';
import type {WireEvent} from './wire-event.ts';

/** What of the network the faults need to know and do. */
export type FaultyNetwork = {
	/** The machines on it. */
	names(): ReadonlySet<string>;
	/** The TCP connections that cross it. */
	flows(): Iterable<Flow>;
	/** Send a frame that the network itself made. */
	inject(frame: Buffer, from: string, to: string): void;
};

/** Hears of each fault when it is set: where, and what, in words. */
export type FaultListener = (link: string, fault: string) => void;

/** What the network does wrong, now and when its moment comes, and what came of it. */
export class NetworkFaults {
	readonly ledger = new FaultLedger();
	readonly links: LinkTable;
	readonly listeners = new Set<FaultListener>();
	readonly #triggers = new Triggers();
	readonly #network: FaultyNetwork;

	constructor(seed: number, network: FaultyNetwork) {
		this.links = new LinkTable(seed);
		this.#network = network;
	}

	/** Change the network now. @throws {LanError} If the step cannot be meant. */
	apply(step: FaultStep): void {
		checkStep(step, this.#network.names());
		if (step.type === 'reset' && step.between === undefined) {
			throw new LanError('No connection is named to reset.', {
				hint: 'Name two machines, or say reset() of a moment: when(…).reset().',
			});
		}

		this.#apply(step, openCounts(step, this.ledger), undefined);
	}

	/** Change the network when this is seen. @throws {LanError} If the step cannot be meant. */
	arm(moment: Moment, step: FaultStep): void {
		checkStep(step, this.#network.names());
		this.#triggers.arm(moment, {step, counts: openCounts(step, this.ledger, moment.title)});
	}

	/** Some armed step looks at `payload` events. */
	get wantsPayload(): boolean {
		return this.#triggers.wantsPayload;
	}

	/** Something was seen on the wire. What it sets off is applied by `applyDue()`. */
	see(event: WireEvent): void {
		this.#triggers.see(event);
	}

	/** Apply the steps whose moment has come. */
	applyDue(): void {
		if (this.#triggers.hasDue) {
			for (const {step, counts, flow} of this.#triggers.takeDue()) {
				this.#apply(step, counts, flow);
			}
		}
	}

	#apply(step: FaultStep, counts: ReadonlyMap<FaultKind, FaultCount>, flow: Flow | undefined): void {
		if (step.type === 'reset') {
			this.#reset(step.between, counts, flow);
		} else {
			this.links.apply(step, counts);
		}

		// An end of faults strikes when it comes; a fault strikes frames.
		const heal = counts.get('heal');
		if (heal !== undefined) {
			heal.hits += 1;
		}

		for (const {link, fault} of counts.values()) {
			for (const listener of this.listeners) {
				listener(link, fault);
			}
		}
	}

	#reset(
		between: readonly [string, string] | undefined,
		counts: ReadonlyMap<FaultKind, FaultCount>,
		seen: Flow | undefined,
	): void {
		const count = counts.get('reset');
		const flows = between === undefined ? [seen] : [...this.#network.flows()].filter(flow => isBetween(flow, between));
		for (const flow of flows) {
			if (flow !== undefined && !flow.isEnded && flow.fate === 'alive') {
				flow.fate = 'reset';
				this.#tellReset(flow.request);
				this.#tellReset(flow.answer);
				if (count !== undefined) {
					count.hits += 1;
				}
			}
		}
	}

	/** A reset is believed only with the sequence number expected next: that is what was acknowledged, or what was sent since. */
	#tellReset(side: Side): void {
		for (const sequence of new Set([side.back.acknowledged, side.stream.next])) {
			this.#network.inject(resetOf(side, sequence), side.from.name, side.to.name);
		}
	}
}

const isBetween = ({request}: Flow, [one, other]: readonly [string, string]): boolean =>
	(request.from.name === one && request.to.name === other) || (request.from.name === other && request.to.name === one);
