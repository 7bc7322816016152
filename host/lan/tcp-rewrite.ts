import type {Side} from './flow.ts';
import {ACK, FIN, PSH, parseTcpSegment, RST, type TcpSegment} from './tcp-segment.ts';

/**
Cut a segment down to `[from, to)` of its payload. The flags FIN and PSH stay only with the last byte.

@param frame - The whole frame that `segment` was parsed from.
@returns A frame of its own, with right lengths and checksums.
*/
export const partOfSegment = (frame: Buffer, segment: TcpSegment, from: number, to: number): Buffer => {
	const payloadBytes = segment.payloadEnd - segment.payloadAt;
	const part = Buffer.concat([
		frame.subarray(0, segment.payloadAt),
		frame.subarray(segment.payloadAt + from, segment.payloadAt + to),
	]);
	part.writeInt32BE((segment.sequence + from) | 0, segment.tcpAt + 4);
	if (to < payloadBytes) {
		part[segment.tcpAt + 13] = segment.flags & ~(FIN | PSH);
	}

	part.writeUInt16BE(part.length - segment.ipAt, segment.ipAt + 2);
	return mendChecksums(part);
};

/** The same segment with other flags, as a frame of its own. */
export const withFlags = (frame: Buffer, segment: TcpSegment, flags: number): Buffer => {
	const changed = Buffer.from(frame.subarray(0, segment.payloadEnd));
	changed[segment.tcpAt + 13] = flags;
	return mendChecksums(changed);
};

/** A segment that resets the connection for who receives `segment`, as if its sender had given up right after it. */
export const resetAfter = (frame: Buffer, segment: TcpSegment): Buffer => {
	const reset = Buffer.from(frame.subarray(0, segment.tcpAt + 20));
	reset.writeInt32BE((segment.sequence + segment.payloadEnd - segment.payloadAt) | 0, segment.tcpAt + 4);
	return finishReset(reset, segment);
};

/** A segment that resets the connection for who sent `segment`: what a host answers that knows no such connection (RFC 9293, 3.10.7.1). */
export const resetAgainst = (frame: Buffer, segment: TcpSegment): Buffer => {
	const reset = Buffer.from(frame.subarray(0, segment.tcpAt + 20));
	frame.copy(reset, 0, 6, 12);
	frame.copy(reset, 6, 0, 6);
	frame.copy(reset, segment.ipAt + 12, segment.ipAt + 16, segment.ipAt + 20);
	frame.copy(reset, segment.ipAt + 16, segment.ipAt + 12, segment.ipAt + 16);
	reset.writeUInt16BE(segment.targetPort, segment.tcpAt);
	reset.writeUInt16BE(segment.sourcePort, segment.tcpAt + 2);
	reset.writeInt32BE(segment.acknowledgment, segment.tcpAt + 4);
	reset.writeInt32BE((segment.sequence + segment.payloadEnd - segment.payloadAt) | 0, segment.tcpAt + 8);
	return finishReset(reset, segment);
};

/** A segment that resets the connection for who hears `side`, made from nothing but what was seen of it. */
export const resetOf = (side: Side, sequence: number): Buffer => {
	const reset = Buffer.alloc(54);
	side.to.mac.copy(reset, 0);
	side.from.mac.copy(reset, 6);
	reset.writeUInt16BE(0x08_00, 12);
	reset[14] = 0x45;
	reset[22] = 64;
	reset[23] = 6;
	reset.writeUInt32BE(side.from.ip, 26);
	reset.writeUInt32BE(side.to.ip, 30);
	reset.writeUInt16BE(side.from.tcpPort, 34);
	reset.writeUInt16BE(side.to.tcpPort, 36);
	reset.writeInt32BE(sequence, 38);
	reset.writeInt32BE(side.acknowledged, 42);
	return finishReset(reset, {ipAt: 14, tcpAt: 34});
};

/** Change the byte at a place from 0 to below 1 of the payload, or of the packet if there is none. @returns A frame of its own. */
export const corrupt = (frame: Buffer, place: number, checksum: 'wrong' | 'mended'): Buffer => {
	const changed = Buffer.from(frame);
	const segment = parseTcpSegment(changed, 0, changed.length);
	const hasPayload = segment !== undefined && segment.payloadEnd > segment.payloadAt;
	const [from, to] = hasPayload
		? [segment.payloadAt, Math.min(segment.payloadEnd, frame.length)]
		: [Math.min(14, frame.length - 1), frame.length];
	const at = from + Math.floor(place * (to - from));
	changed[at] = (changed[at] ?? 0) ^ 0xff;
	// A frame that is not TCP stays wrong: mending it would need every protocol's rules, and the programs we test speak TCP.
	return checksum === 'mended' && hasPayload ? mendChecksums(changed) : changed;
};

/** Make the IP and TCP checksums of a frame right, in place. @returns The frame. */
export const mendChecksums = (frame: Buffer): Buffer => {
	const segment = parseTcpSegment(frame, 0, frame.length);
	if (segment === undefined) {
		return frame;
	}

	const {ipAt, tcpAt, payloadEnd} = segment;
	frame.writeUInt16BE(0, ipAt + 10);
	frame.writeUInt16BE(checksumOf(frame, ipAt, tcpAt, 0), ipAt + 10);
	frame.writeUInt16BE(0, tcpAt + 16);
	// The pseudo header: both addresses, the protocol, the length (RFC 9293, 3.1).
	const pseudo = sumOf(frame, ipAt + 12, ipAt + 20) + 6 + payloadEnd - tcpAt;
	frame.writeUInt16BE(checksumOf(frame, tcpAt, payloadEnd, pseudo), tcpAt + 16);
	return frame;
};

const finishReset = (reset: Buffer, {ipAt, tcpAt}: Pick<TcpSegment, 'ipAt' | 'tcpAt'>): Buffer => {
	reset[tcpAt + 12] = 5 << 4;
	reset[tcpAt + 13] = RST | ACK;
	reset.writeUInt16BE(reset.length - ipAt, ipAt + 2);
	return mendChecksums(reset);
};

/** The Internet checksum (RFC 1071). */
const checksumOf = (bytes: Buffer, from: number, to: number, initial: number): number => {
	let sum = initial + sumOf(bytes, from, to);
	while (sum > 0xff_ff) {
		sum = (sum & 0xff_ff) + Math.floor(sum / 0x1_00_00);
	}

	return ~sum & 0xff_ff;
};

const sumOf = (bytes: Buffer, from: number, to: number): number => {
	let sum = 0;
	for (let at = from; at < to; at += 2) {
		sum += ((bytes[at] ?? 0) << 8) | (at + 1 < to ? (bytes[at + 1] ?? 0) : 0);
	}

	return sum;
};
