import type {EventOf, HistoryEvent} from '../history/event.ts';
import {tellingLines} from '../history/telling-lines.ts';
import type {ActingParticipant} from './make-actors.ts';

/**
What explains that a scenario does not go on: what a tracker refused the strangers in it last, and what these printed.

@returns A line each, all of them beginning with a line feed; nothing when nothing is known.
*/
export const explain = (strangers: readonly ActingParticipant[], history: readonly HistoryEvent[]): string => {
	const refusals = history.filter(event => event.type === 'refusal');
	const said = strangers.flatMap(({actor}) => {
		// On plain processes a stranger's program connects from an address that is nobody's.
		const refusal = refusals.findLast(({to}) => to === actor.name || /^[\d.]+$/.test(to));
		return [
			...(refusal === undefined ? [] : [refusalSentence(refusal)]),
			...tellingLines(actor.lastLines, WORDS).map(line => `${actor.name} printed: ${line}`),
		];
	});
	return said.map(line => `\n${line}`).join('');
};

/** `tracker refused alice's "HAVE cat1.jpg abc": 500 no digest`. */
export const refusalSentence = ({actor, to, request, reply}: EventOf<'refusal'>): string =>
	`${actor} refused ${to}'s "${request}": ${reply}`;

/** How many lines of each. */
const WORDS = 6;
