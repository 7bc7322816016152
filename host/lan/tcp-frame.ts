import {mendChecksums} from './tcp-rewrite.ts';
import {ACK} from './tcp-segment.ts';

/** One machine as a maker of frames: its addresses follow from one number. */
export type Station = {readonly number: number; readonly tcpPort: number};

/**
Make an Ethernet frame with a TCP segment from one station to another, checksums right: for tests, which write down exchanges by hand.

Station 1 has the address 10.77.0.1 and the hardware address 02:00:00:00:00:01.
*/
export const tcpFrame = (
	from: Station,
	to: Station,
	{
		sequence,
		acknowledgment = 0,
		flags = ACK,
		payload = '',
	}: {
		readonly sequence: number;
		readonly acknowledgment?: number;
		readonly flags?: number;
		readonly payload?: string | Uint8Array;
	},
): Buffer => {
	const body = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;
	const frame = Buffer.alloc(54 + body.length);
	frame[0] = 2;
	frame[5] = to.number;
	frame[6] = 2;
	frame[11] = from.number;
	frame.writeUInt16BE(0x08_00, 12);
	frame[14] = 0x45;
	frame.writeUInt16BE(40 + body.length, 16);
	frame[22] = 64;
	frame[23] = 6;
	frame.set([10, 77, 0, from.number], 26);
	frame.set([10, 77, 0, to.number], 30);
	frame.writeUInt16BE(from.tcpPort, 34);
	frame.writeUInt16BE(to.tcpPort, 36);
	frame.writeUInt32BE(sequence >>> 0, 38);
	frame.writeUInt32BE(acknowledgment >>> 0, 42);
	frame[46] = 5 << 4;
	frame[47] = flags;
	frame.writeUInt16BE(0xff_ff, 48);
	frame.set(body, 54);
	return mendChecksums(frame);
};
