/** Where things lie in an Ethernet frame that carries a TCP segment over IPv4 (RFC 791, RFC 9293), and the numbers in its header. */
export type TcpSegment = {
	/** IPv4 addresses as unsigned 32-bit numbers. */
	readonly sourceIp: number;
	readonly targetIp: number;
	readonly sourcePort: number;
	readonly targetPort: number;
	/** Sequence numbers as signed 32-bit numbers: only differences mean something. */
	readonly sequence: number;
	readonly acknowledgment: number;
	readonly flags: number;
	/** Offsets in the buffer: of the IP header, the TCP header, the payload, and of its end. */
	readonly ipAt: number;
	readonly tcpAt: number;
	readonly payloadAt: number;
	/** May lie beyond the buffer's end in a capture that kept only the beginning. */
	readonly payloadEnd: number;
};

/** Flags of a TCP header. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

/** @returns The segment in `buffer[start, end)`, or `undefined` if the frame carries none, only a fragment of one, or half a header. */
export const parseTcpSegment = (buffer: Buffer, start: number, end: number): TcpSegment | undefined => {
	const ipAt = start + 14;
	if (end - ipAt < 40 || buffer[start + 12] !== 0x08 || buffer[start + 13] !== 0x00 || buffer[ipAt + 9] !== 6) {
		return undefined;
	}

	const version = buffer[ipAt] ?? 0;
	const ipHeaderBytes = (version & 0x0f) * 4;
	const isFragment = ((buffer[ipAt + 6] ?? 0) & 0x3f) !== 0 || buffer[ipAt + 7] !== 0;
	const tcpAt = ipAt + ipHeaderBytes;
	if (version >> 4 !== 4 || ipHeaderBytes < 20 || isFragment || tcpAt + 20 > end) {
		return undefined;
	}

	const payloadAt = tcpAt + ((buffer[tcpAt + 12] ?? 0) >> 4) * 4;
	const payloadEnd = ipAt + u16(buffer, ipAt + 2);
	if (payloadAt < tcpAt + 20 || payloadEnd < payloadAt) {
		return undefined;
	}

	return {
		sourceIp: i32(buffer, ipAt + 12) >>> 0,
		targetIp: i32(buffer, ipAt + 16) >>> 0,
		sourcePort: u16(buffer, tcpAt),
		targetPort: u16(buffer, tcpAt + 2),
		sequence: i32(buffer, tcpAt + 4),
		acknowledgment: i32(buffer, tcpAt + 8),
		flags: buffer[tcpAt + 13] ?? 0,
		ipAt,
		tcpAt,
		payloadAt,
		payloadEnd,
	};
};

/** An address for people: `10.77.0.1`. */
export const formatIp = (ip: number): string => [24, 16, 8, 0].map(shift => (ip >>> shift) & 0xff).join('.');

// Half the cost of readUInt16BE() and readInt32BE(), which check their arguments; this runs for every frame.
const u16 = (buffer: Buffer, at: number): number => ((buffer[at] ?? 0) << 8) | (buffer[at + 1] ?? 0);
const i32 = (buffer: Buffer, at: number): number => (u16(buffer, at) << 16) | u16(buffer, at + 2);
