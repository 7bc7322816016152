/** What the other side sent is not what the protocol allows. Expected: it ends a request or a connection, never a program. */
export class ProtocolError extends Error {
	override readonly name = 'ProtocolError';

	/** The reply it deserves from a tracker: 500 bad syntax, 300 well said but refused (docs/protocol.md, section 3). */
	readonly code: 300 | 500;

	/** @param received - The offending bytes as a byte string; only a short, printable piece goes into the message. */
	constructor(rule: string, received: string, {code = 500}: {readonly code?: 300 | 500} = {}) {
		super(`${rule}, got ${printable(received)}`);
		this.code = code;
	}
}

/** Messages end up in logs and on terminals, where raw bytes of a stranger have no business. */
const printable = (text: string): string =>
	text.length > 60
		? `${JSON.stringify(ascii(text.slice(0, 60)))}… (${text.length} bytes)`
		: JSON.stringify(ascii(text));

const ascii = (text: string): string => text.replaceAll(/[^\x20-\x7E]/g, '?');
