import type {Side} from './flow.ts';
import type {FaultKind, LinkFaults} from './link-faults.ts';
import {partOfSegment, resetAfter, resetAgainst, withFlags} from './tcp-rewrite.ts';
import {FIN, RST, SYN, type TcpSegment} from './tcp-segment.ts';

/** What becomes of a frame that carries TCP. */
export type TcpFate = {
	/** What goes on instead of the frame, in order. */
	readonly onward: readonly {readonly frame: Buffer; readonly waitMs?: number}[];
	/** What goes back to its sender. */
	readonly back: readonly Buffer[];
	/** Which faults struck it. */
	readonly hits: readonly FaultKind[];
};

/**
Decide about a segment under the faults that know TCP. What ends a connection for good is remembered in its flow.

@param place - How far into its stream the payload lies, in bytes.
*/
export const decideTcpFate = (
	frame: Buffer,
	segment: TcpSegment,
	{
		side,
		place,
		nowMs,
		faults,
	}: {readonly side: Side; readonly place: number; readonly nowMs: number; readonly faults: LinkFaults},
): TcpFate => {
	const bytes = segment.payloadEnd - segment.payloadAt;
	if (faults.stall && (bytes > 0 || segment.flags & (FIN | RST))) {
		return {onward: [], back: [], hits: ['stall']};
	}

	if (faults.reset && bytes > 0) {
		side.flow.fate = 'reset';
		return {onward: [{frame: resetBefore(frame, segment)}], back: [resetAgainst(frame, segment)], hits: ['reset']};
	}

	const {limitBytes = Number.POSITIVE_INFINITY} = faults;
	if (bytes > 0 && place + bytes > limitBytes) {
		return atLimit(frame, segment, {side, room: limitBytes - place, faults});
	}

	if (faults.closeDelayMs !== undefined && segment.flags & FIN && !(segment.flags & SYN)) {
		return slowClose(frame, segment, {side, nowMs, closeDelayMs: faults.closeDelayMs});
	}

	const {sliceBytes} = faults;
	if (sliceBytes !== undefined && bytes > sliceBytes) {
		const cuts = Array.from({length: Math.ceil(bytes / sliceBytes)}, (_, index) => index * sliceBytes);
		return {
			onward: cuts.map(from => ({frame: partOfSegment(frame, segment, from, Math.min(bytes, from + sliceBytes))})),
			back: [],
			hits: ['slice'],
		};
	}

	return {onward: [{frame}], back: [], hits: []};
};

/** The fate of whatever belongs to a connection that the network has ended before. */
export const afterTheEnd = (frame: Buffer, segment: TcpSegment, side: Side): Pick<TcpFate, 'onward' | 'back'> => {
	const {fate} = side.flow;
	const says = segment.payloadEnd > segment.payloadAt || (segment.flags & (SYN | FIN)) !== 0;
	// After an orderly end, a reset in answer to a bare acknowledgment could throw away what its sender has not read yet.
	const answers = (fate === 'reset' || (fate === 'closed' && says)) && (segment.flags & RST) === 0;
	return {onward: [], back: answers ? [resetAgainst(frame, segment)] : []};
};

/** A reset for the receiver in place of the segment itself. */
const resetBefore = (frame: Buffer, segment: TcpSegment): Buffer =>
	resetAfter(frame, {...segment, payloadEnd: segment.payloadAt});

const atLimit = (
	frame: Buffer,
	segment: TcpSegment,
	{side, room, faults}: {readonly side: Side; readonly room: number; readonly faults: LinkFaults},
): TcpFate => {
	const part = room > 0 ? [partOfSegment(frame, segment, 0, room)] : [];
	switch (faults.afterLimit ?? 'cut') {
		case 'cut':
			side.flow.fate = 'silenced';
			return {onward: part.map(onward => ({frame: onward})), back: [], hits: ['limit']};
		case 'reset': {
			side.flow.fate = 'reset';
			const reset = resetAfter(frame, {...segment, payloadEnd: segment.payloadAt + Math.max(0, room)});
			return {
				onward: [...part, reset].map(onward => ({frame: onward})),
				back: [resetAgainst(frame, segment)],
				hits: ['limit'],
			};
		}

		case 'close': {
			side.flow.fate = 'closed';
			const last = partOfSegment(frame, segment, 0, Math.max(0, room));
			const end = withFlags(last, {...segment, payloadEnd: last.length}, segment.flags | FIN);
			return {onward: [{frame: end}], back: [resetAgainst(frame, segment)], hits: ['limit']};
		}
	}
};

const slowClose = (
	frame: Buffer,
	segment: TcpSegment,
	{side, nowMs, closeDelayMs}: {readonly side: Side; readonly nowMs: number; readonly closeDelayMs: number},
): TcpFate => {
	const first = side.finSeenMs === undefined;
	side.finSeenMs ??= nowMs;
	if (nowMs >= side.finSeenMs + closeDelayMs) {
		return {onward: [{frame}], back: [], hits: ['slow close']};
	}

	const bytes = segment.payloadEnd - segment.payloadAt;
	const payload = bytes > 0 ? [{frame: withFlags(frame, segment, segment.flags & ~FIN)}] : [];
	const end = first ? [{frame: partOfSegment(frame, segment, bytes, bytes), waitMs: closeDelayMs}] : [];
	return {onward: [...payload, ...end], back: [], hits: ['slow close']};
};
