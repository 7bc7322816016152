import type {TrackerRequest} from '../protocol/tracker-request.ts';
import {type Answer, LATER} from './answer.ts';

/** What can be asked, and what cannot. */
export type RequestKind = TrackerRequest['type'] | 'malformed';

/** How a request ended: 2xx, 3xx, 5xx, or not yet. */
export type RequestResult = 'done' | 'refused' | 'bad' | 'waiting';

/** How often what was asked, and with which result. */
export class RequestCounts {
	readonly #counts = new Map<RequestKind, Record<RequestResult, number>>();

	/** Count a request with its answer. */
	add(kind: RequestKind, answer: Answer): void {
		let results = this.#counts.get(kind);
		if (!results) {
			results = {done: 0, refused: 0, bad: 0, waiting: 0};
			this.#counts.set(kind, results);
		}

		results[resultOf(answer)] += 1;
	}

	/** Every kind and result seen so far, with its count. */
	*entries(): Generator<{kind: RequestKind; result: RequestResult; count: number}> {
		for (const [kind, results] of this.#counts) {
			for (const [result, count] of Object.entries(results)) {
				if (count > 0) {
					yield {kind, result: result as RequestResult, count};
				}
			}
		}
	}
}

const resultOf = (answer: Answer): RequestResult => {
	if (typeof answer !== 'string') {
		return answer === LATER ? 'waiting' : 'done';
	}

	// The last line decides; its first digit is the class of the code. Most replies are one line.
	switch (answer[answer[3] === ' ' ? 0 : answer.lastIndexOf('\n', answer.length - 2) + 1]) {
		case '2':
			return 'done';
		case '3':
			return 'refused';
		default:
			return 'bad';
	}
};
