import type {Happening, HistoryEvent} from './event.ts';

/** The record of one run, in order. Time is passed in, so a test can pass its own. */
export class History {
	readonly #events: HistoryEvent[] = [];
	readonly #nowMs: () => number;
	readonly #startMs: number;
	readonly #onEvent: (event: HistoryEvent) => void;

	/**
	@param options.nowMs - A clock in milliseconds that never goes back.
	@param options.onEvent - Told of every event as it is recorded.
	*/
	constructor({
		nowMs,
		onEvent = () => {},
	}: {readonly nowMs: () => number; readonly onEvent?: (event: HistoryEvent) => void}) {
		this.#nowMs = nowMs;
		this.#startMs = nowMs();
		this.#onEvent = onEvent;
	}

	/** Add a happening with the seconds since the start, to the millisecond. */
	record(happening: Happening): HistoryEvent {
		const event = {...happening, at: Math.round(this.#nowMs() - this.#startMs) / 1000};
		this.#events.push(event);
		this.#onEvent(event);
		return event;
	}

	/** Everything so far. */
	get events(): readonly HistoryEvent[] {
		return this.#events;
	}
}
