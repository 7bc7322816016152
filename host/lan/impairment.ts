import type {DelayLine} from './delay-line.ts';
import type {Side} from './flow.ts';
import {withLength} from './frame-splitter.ts';
import type {LinkDirection, Traveller} from './link-direction.ts';
import type {FaultKind} from './link-faults.ts';
import type {Port} from './port.ts';

/** Frames that go on at once and frames that go back, after the directions; and what was done, in words, if anything was. */
export type Impaired = {readonly back: readonly Buffer[]; readonly done: string | undefined};

/**
Send one frame to one port through directions with faults.

@param frame - A buffer of its own, without its length.
*/
export const impair = (
	frame: Buffer,
	{
		to,
		directions,
		side,
		delays,
		nowMs,
	}: {
		readonly to: Port;
		readonly directions: readonly LinkDirection[];
		readonly side: Side | undefined;
		readonly delays: DelayLine;
		readonly nowMs: number;
	},
): Impaired => {
	let travellers: readonly Traveller[] = [{frame, dueMs: nowMs}];
	const back: Buffer[] = [];
	const hits: FaultKind[] = [];
	for (const direction of directions) {
		const passages = travellers.map(traveller => direction.pass(traveller, side));
		travellers = passages.flatMap(({onward}) => onward);
		back.push(...passages.flatMap(passage => passage.back));
		hits.push(...passages.flatMap(passage => passage.hits));
	}

	for (const traveller of travellers) {
		delays.add(withLength(traveller.frame), to, traveller.dueMs);
	}

	return {back, done: hits.length === 0 ? undefined : describe(hits, travellers, nowMs)};
};

/** What people read in the capture and the log, such as `delayed 40.0 ms, byte changed`. */
const describe = (hits: readonly FaultKind[], travellers: readonly Traveller[], nowMs: number): string => {
	const kinds = [...new Set(hits)];
	const why = kinds.filter(kind => kind !== 'delay' && kind !== 'rate').map(kind => WORDS[kind]);
	if (travellers.length === 0) {
		return `lost: ${[...why, ...(kinds.includes('rate') ? ['queue full'] : [])].join(', ')}`;
	}

	const waitMs = Math.min(...travellers.map(({dueMs}) => dueMs)) - nowMs;
	return [
		...(waitMs > 0 ? [`delayed ${waitMs.toFixed(1)} ms`] : []),
		...why,
		...(travellers.length > 1 ? [`${travellers.length} frames`] : []),
	].join(', ');
};

const WORDS: Readonly<Record<FaultKind, string>> = {
	cut: 'cut',
	loss: 'loss',
	delay: 'delay',
	rate: 'rate',
	duplicate: 'sent twice',
	reorder: 'others overtake',
	corrupt: 'byte changed',
	stall: 'stalled',
	reset: 'connection reset',
	slice: 'sliced',
	limit: 'limit reached',
	'slow close': 'end held back',
	heal: 'healed',
};
