import test from 'ava';
import {tcpFrame} from './tcp-frame.ts';
import {corrupt, mendChecksums, partOfSegment, resetAfter, resetAgainst, withFlags} from './tcp-rewrite.ts';
import {ACK, FIN, formatIp, PSH, parseTcpSegment, RST, SYN, type TcpSegment} from './tcp-segment.ts';

const alice = {number: 1, tcpPort: 40_000};
const bob = {number: 2, tcpPort: 11_112};

const read = (frame: Buffer): TcpSegment => {
	const segment = parseTcpSegment(frame, 0, frame.length);
	if (segment === undefined) {
		throw new Error('no TCP segment');
	}

	return segment;
};

const payloadOf = (frame: Buffer): string => frame.toString('latin1', read(frame).payloadAt, read(frame).payloadEnd);
const sumsAreRight = (frame: Buffer): boolean => mendChecksums(Buffer.from(frame)).equals(frame);
/** Whether IP's own length, which no checksum of ours looks at, is that of the frame. */
const lengthIsRight = (frame: Buffer): boolean => frame.readUInt16BE(16) === frame.length - 14;

test('a segment is read at its place in a larger buffer', t => {
	const frame = tcpFrame(alice, bob, {
		sequence: 0xff_ff_ff_ff,
		acknowledgment: 7,
		flags: ACK | PSH,
		payload: 'GET a OSP2P\n',
	});
	const segment = parseTcpSegment(Buffer.concat([Buffer.alloc(9), frame]), 9, 9 + frame.length);
	t.is(segment?.payloadAt, 63);
	t.is(segment?.payloadEnd, 75);
	t.is(segment?.sequence, -1);
	t.is(segment?.flags, ACK | PSH);
	t.is(formatIp(segment?.sourceIp ?? 0), '10.77.0.1');
	t.is(segment?.targetPort, 11_112);
});

test('what is no whole TCP segment is none', t => {
	const frame = tcpFrame(alice, bob, {sequence: 1, payload: 'x'});
	const changed = (at: number, value: number) => {
		const copy = Buffer.from(frame);
		copy[at] = value;
		return parseTcpSegment(copy, 0, copy.length);
	};

	t.is(changed(13, 0x06), undefined, 'ARP');
	t.is(changed(23, 17), undefined, 'UDP');
	t.is(changed(20, 0x20), undefined, 'a fragment with more to come');
	t.is(changed(21, 1), undefined, 'a later fragment');
	t.is(changed(14, 0x41), undefined, 'an IP header of 4 bytes');
	t.is(changed(14, 0x65), undefined, 'IP version 6');
	t.is(changed(46, 0x40), undefined, 'a TCP header of 16 bytes');
	t.is(changed(17, 3), undefined, 'an IP packet shorter than its headers');
	for (let end = 0; end < 54; end++) {
		t.is(parseTcpSegment(frame, 0, end), undefined);
	}
});

test('with its checksum in it, what is summed adds up to zero', t => {
	const frame = tcpFrame(alice, bob, {sequence: 5, payload: 'odd'});
	const {ipAt, tcpAt, payloadEnd} = read(frame);
	const sum = (from: number, to: number, initial: number) => {
		let total = initial;
		for (let at = from; at < to; at += 2) {
			total += frame.readUInt8(at) * 256 + (at + 1 < to ? frame.readUInt8(at + 1) : 0);
		}

		return total % 0xff_ff;
	};

	t.is(sum(ipAt, tcpAt, 0), 0);
	t.is(sum(tcpAt, payloadEnd, sum(ipAt + 12, ipAt + 20, 6 + payloadEnd - tcpAt)), 0);
});

test('the parts of a segment are the segment, and only the last ends anything', t => {
	const frame = tcpFrame(alice, bob, {sequence: 0xff_ff_ff_fe, flags: ACK | PSH | FIN, payload: 'abcdefgh'});
	const parts = [0, 3, 6].map(from => partOfSegment(frame, read(frame), from, Math.min(8, from + 3)));
	t.deepEqual(parts.map(payloadOf), ['abc', 'def', 'gh']);
	t.deepEqual(
		parts.map(part => read(part).sequence),
		[-2, 1, 4],
	);
	t.deepEqual(
		parts.map(part => read(part).flags),
		[ACK, ACK, ACK | PSH | FIN],
	);
	t.true(parts.every(sumsAreRight));
	t.true(parts.every(lengthIsRight));
});

test('flags change without the padding of a short frame growing into payload', t => {
	const frame = tcpFrame(alice, bob, {sequence: 1, flags: ACK | FIN});
	const padded = Buffer.concat([frame, Buffer.alloc(6)]);
	const changed = withFlags(padded, read(padded), ACK);
	t.is(read(changed).flags, ACK);
	t.is(payloadOf(changed), '');
	t.true(sumsAreRight(changed));
});

test('a reset goes to the receiver with the number it expects', t => {
	const frame = tcpFrame(alice, bob, {sequence: 100, acknowledgment: 7, payload: 'abc'});
	const reset = read(resetAfter(frame, read(frame)));
	t.is(reset.sequence, 103);
	t.is(reset.flags & RST, RST);
	t.is(reset.targetPort, bob.tcpPort);
	t.true(sumsAreRight(resetAfter(frame, read(frame))));
	t.true(lengthIsRight(resetAfter(frame, read(frame))));
});

test('a reset goes to the sender with the number it acknowledged', t => {
	const frame = tcpFrame(alice, bob, {sequence: 100, acknowledgment: 7, payload: 'abc'});
	const reset = resetAgainst(frame, read(frame));
	t.is(read(reset).sequence, 7);
	t.is(read(reset).acknowledgment, 103);
	t.deepEqual([read(reset).sourcePort, read(reset).targetPort], [bob.tcpPort, alice.tcpPort]);
	t.deepEqual([read(reset).sourceIp, read(reset).targetIp].map(formatIp), ['10.77.0.2', '10.77.0.1']);
	t.deepEqual(reset.subarray(0, 6), frame.subarray(6, 12));
	t.deepEqual(reset.subarray(6, 12), frame.subarray(0, 6));
	t.true(sumsAreRight(reset));
	t.true(lengthIsRight(reset));
});

test('a changed byte is in the payload, and the checksum tells or does not', t => {
	const frame = tcpFrame(alice, bob, {sequence: 1, flags: ACK, payload: 'abcdefgh'});
	for (const place of [0, 0.5, 0.999]) {
		t.is(differences(frame, corrupt(frame, place, 'wrong')), 1);
		t.not(payloadOf(corrupt(frame, place, 'wrong')), 'abcdefgh');
		t.false(sumsAreRight(corrupt(frame, place, 'wrong')));
		t.not(payloadOf(corrupt(frame, place, 'mended')), 'abcdefgh');
		t.true(sumsAreRight(corrupt(frame, place, 'mended')));
	}
});

test('a frame without payload is changed after its addresses', t => {
	const frame = tcpFrame(alice, bob, {sequence: 1, flags: SYN});
	t.deepEqual(corrupt(frame, 0, 'wrong').subarray(0, 14), frame.subarray(0, 14));
	t.is(differences(frame, corrupt(frame, 0.7, 'wrong')), 1);
	t.is(corrupt(Buffer.alloc(14, 7), 0.5, 'wrong').length, 14);
});

const differences = (left: Buffer, right: Buffer): number => left.filter((byte, index) => byte !== right[index]).length;
