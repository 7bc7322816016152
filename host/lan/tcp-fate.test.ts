import test from 'ava';
import {Conversation} from './conversation.ts';
import {FlowTable} from './flow-table.ts';
import type {LinkFaults} from './link-faults.ts';
import {afterTheEnd, decideTcpFate} from './tcp-fate.ts';
import {FIN, parseTcpSegment, RST} from './tcp-segment.ts';

/** A connection on a link with faults: what becomes of each frame, in words. */
const link = (faults: LinkFaults) => {
	const table = new FlowTable({tell() {}});
	const talk = new Conversation();
	const put = (frame: Buffer, nowMs = 0): string => {
		const segment = parseTcpSegment(frame, 0, frame.length);
		if (segment === undefined) {
			throw new Error('no TCP');
		}

		const side = table.see(segment, frame, nowMs, '', undefined);
		const {onward, back} =
			side.flow.fate === 'alive'
				? decideTcpFate(frame, segment, {side, place: side.stream.placeOf(segment.sequence), nowMs, faults})
				: afterTheEnd(frame, segment, side);
		return `${onward.map(({frame: part, waitMs = 0}) => `${show(part)}${waitMs > 0 ? `+${waitMs}` : ''}`).join(' ')}|${back.map(show).join(' ')}`;
	};

	for (const frame of talk.opens()) {
		put(frame);
	}

	return {talk, put};
};

/** A segment as its payload, `.` for none, and `F` or `R` for its end. */
const show = (frame: Buffer): string => {
	const segment = parseTcpSegment(frame, 0, frame.length);
	const text = frame.toString('latin1', segment?.payloadAt, segment?.payloadEnd);
	return `${text === '' ? '.' : text}${(segment?.flags ?? 0) & FIN ? 'F' : ''}${(segment?.flags ?? 0) & RST ? 'R' : ''}`;
};

test('a stalled connection stays open: acknowledgments pass, nothing else', t => {
	const {talk, put} = link({stall: true});
	t.is(put(talk.answers('abc')), '|');
	t.is(put(talk.clientAcknowledges()), '.|');
	t.is(put(talk.serverEnds()), '|');
});

test('a connection is reset at both ends once it carries payload, and stays so', t => {
	const {talk, put} = link({reset: true});
	t.is(put(talk.clientAcknowledges()), '.|');
	t.is(put(talk.asks('GET a')), '.R|.R');
	t.is(put(talk.answers('abc')), '|.R');
	t.is(put(talk.serverResets()), '|');
});

test('exactly so many bytes pass; then silence both ways', t => {
	const {talk, put} = link({limitBytes: 5});
	t.is(put(talk.answers('abc')), 'abc|');
	t.is(put(talk.answers('defg')), 'de|');
	t.is(put(talk.answers('hij')), '|');
	t.is(put(talk.clientAcknowledges()), '|');
	t.is(put(talk.asks('what?')), '|');
});

test('exactly so many bytes pass; then a reset at both ends', t => {
	const {talk, put} = link({limitBytes: 3, afterLimit: 'reset'});
	t.is(put(talk.answers('abc')), 'abc|');
	t.is(put(talk.answers('def')), '.R|.R');
	t.is(put(talk.clientAcknowledges()), '|.R');
});

test('exactly so many bytes pass; then an orderly end that is none', t => {
	const {talk, put} = link({limitBytes: 5, afterLimit: 'close'});
	t.is(put(talk.answers('abcdefg')), 'abcdeF|.R');
	t.is(put(talk.clientAcknowledges()), '|', 'the reader may still be reading');
	t.is(put(talk.clientEnds()), '|.R');
});

test('a limit counts the stream, not the segments: a repeat passes again', t => {
	const {talk, put} = link({limitBytes: 5});
	const first = talk.answers('abc');
	t.is(put(first), 'abc|');
	t.is(put(first), 'abc|');
});

test('a segment leaves in slices', t => {
	const {talk, put} = link({sliceBytes: 2});
	t.is(put(talk.answers('abcde')), 'ab cd e|');
	t.is(put(talk.answers('xy')), 'xy|');
	t.is(put(talk.serverEnds('last')), 'la stF|');
});

test('the end of a stream is held back, its data is not, and repeats do not hasten it', t => {
	const {talk, put} = link({closeDelayMs: 500});
	const end = talk.serverEnds('bye');
	t.is(put(end, 100), 'bye .F+500|');
	t.is(put(end, 300), 'bye|');
	t.is(put(end, 601), 'byeF|');
});
