import {type Mac, macAt} from './mac-table.ts';

/** Whose card is at a port: nobody else's addresses may be a sender's there. */
export type Owner = {
	readonly mac: Mac;
	/** IPv4, as a number. */
	readonly address: number;
};

/** @param mac - `02:4f:…`. @param address - `10.77.0.5`, or with its prefix length. */
export const ownerOf = ({mac, address}: {readonly mac: string; readonly address: string}): Owner => ({
	mac: Number.parseInt(mac.replaceAll(':', ''), 16),
	address: address
		.replace(/\/.*$/, '')
		.split('.')
		.reduce((sum, byte) => sum * 256 + Number(byte), 0),
});

/**
Whether a frame names another sender than the owner of its port: by its hardware address, by the source of an IPv4 packet, or by either sender of an ARP message. Who has no IPv4 address yet may say so (0.0.0.0).

@param start - Where the frame begins, and `end` where the next does.
*/
export const isForged = ({mac, address}: Owner, buffer: Buffer, start: number, end: number): boolean => {
	if (macAt(buffer, start + 6) !== mac) {
		return true;
	}

	const type = buffer.readUInt16BE(start + 12);
	if (type === IPV4) {
		return end - start >= 34 && isAnother(buffer.readUInt32BE(start + 26), address);
	}

	return (
		type === ARP &&
		end - start >= 42 &&
		(macAt(buffer, start + 22) !== mac || isAnother(buffer.readUInt32BE(start + 28), address))
	);
};

const isAnother = (address: number, own: number): boolean => address !== own && address !== 0;

const IPV4 = 0x08_00;
const ARP = 0x08_06;
