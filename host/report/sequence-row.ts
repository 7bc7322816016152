import type {HistoryEvent} from '../history/event.ts';
import {readableName} from '../history/readable-name.ts';
import {formatBytes} from './amounts.ts';
import {eventSentence} from './event-sentence.ts';

/** One row of a sequence picture: a band over all columns, an arrow between two, or a mark on one. */
export type SequenceRow =
	| {readonly kind: 'band'; readonly text: string; readonly tone: Tone}
	| {
			readonly kind: 'arrow';
			readonly from: string;
			readonly to: string;
			readonly text: string;
			readonly tone: Tone;
			readonly broken: boolean;
	  }
	| {readonly kind: 'mark'; readonly column: string; readonly text: string; readonly tone: Tone};

/** What colour says: `good` and `bad` as ever, `talk` for questions and answers, `warn` for what the harness did on purpose. */
export type Tone = 'good' | 'bad' | 'talk' | 'warn' | 'plain';

/** How an event is drawn, or `undefined` for those that would only fill the picture. */
export const sequenceRow = (event: HistoryEvent): SequenceRow | undefined => {
	const text = eventSentence(event);
	switch (event.type) {
		case 'step':
			return {kind: 'band', text, tone: 'plain'};
		case 'story-ended':
			return {kind: 'band', text, tone: event.outcome === 'whole' ? 'plain' : 'bad'};
		case 'fault-set':
		case 'fault-hits':
			return {kind: 'band', text: `${event.link}: ${text}`, tone: 'warn'};
		case 'transfer': {
			const {from, to, whole, file, bytes} = event;
			const label = `${readableName(file, 28)}, ${formatBytes(bytes)}${whole ? '' : ', broken off'}`;
			return {kind: 'arrow', from, to, text: label, tone: whole ? 'good' : 'bad', broken: !whole};
		}
		case 'exchange': {
			const broken = event.broken !== undefined;
			const label = text.replace(`asks ${event.actor} `, '');
			return {kind: 'arrow', from: HARNESS, to: event.actor, text: label, tone: broken ? 'bad' : 'talk', broken};
		}
		case 'refusal':
			return {kind: 'mark', column: event.actor, text, tone: 'warn'};
		case 'limit-reached':
			return {kind: 'mark', column: event.actor, text, tone: 'bad'};
		case 'attack':
			return {
				kind: 'arrow',
				from: event.actor,
				to: event.target,
				text: `${event.attack} × ${event.struck}`,
				tone: 'bad',
				broken: false,
			};
		case 'download-ended':
			return {kind: 'mark', column: event.actor, text, tone: event.outcome === 'ok' ? 'good' : 'bad'};
		case 'program-ended':
			return {kind: 'mark', column: event.actor, text, tone: event.expected ? 'plain' : 'bad'};
		case 'stranger-met':
		case 'forged-frames':
		case 'canary-seen':
			return {kind: 'mark', column: event.actor, text, tone: 'bad'};
		case 'download-asked':
			return {kind: 'mark', column: event.actor, text, tone: 'talk'};
		case 'program-started':
		case 'program-ready':
		case 'shares':
			return {kind: 'mark', column: event.actor, text, tone: 'plain'};
		case 'note':
			return event.actor === undefined
				? {kind: 'band', text, tone: 'plain'}
				: {kind: 'mark', column: event.actor, text, tone: 'plain'};
		case 'pace':
		case 'crowded':
		case 'resources':
		case 'file-found':
			return undefined;
	}
};

/** The column of the harness itself. */
export const HARNESS = 'harness';
