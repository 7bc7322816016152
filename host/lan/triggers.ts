import type {FaultCount} from './fault-ledger.ts';
import type {FaultStep} from './fault-step.ts';
import type {Flow} from './flow.ts';
import type {FaultKind} from './link-faults.ts';
import type {Moment} from './moment.ts';
import type {WireEvent} from './wire-event.ts';

/** A step that waits for its moment, or whose moment has come. */
export type ArmedStep = {readonly step: FaultStep; readonly counts: ReadonlyMap<FaultKind, FaultCount>};

/** Steps waiting for something to be seen on the wire. Each is applied once. */
export class Triggers {
	#armed: {readonly moment: Moment; readonly armed: ArmedStep; seen: number}[] = [];
	#due: (ArmedStep & {readonly flow: Flow})[] = [];

	arm(moment: Moment, armed: ArmedStep): void {
		this.#armed.push({moment, armed, seen: 0});
	}

	/** Somebody looks at `payload` events. */
	get wantsPayload(): boolean {
		return this.#armed.some(({moment}) => moment.wantsPayload);
	}

	/** Something happened on the wire: the steps that waited for it become due. */
	see(event: WireEvent): void {
		for (const waiting of this.#armed) {
			if (waiting.moment.matches(event)) {
				waiting.seen += 1;
				if (waiting.seen === (waiting.moment.nth ?? 1)) {
					this.#due.push({...waiting.armed, flow: event.flow});
					this.#armed = this.#armed.filter(other => other !== waiting);
				}
			}
		}
	}

	get hasDue(): boolean {
		return this.#due.length > 0;
	}

	/** Take the steps that are due, in the order of their moments. */
	takeDue(): readonly (ArmedStep & {readonly flow: Flow})[] {
		const due = this.#due;
		this.#due = [];
		return due;
	}
}
