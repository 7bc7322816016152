import {readdirSync, readFileSync} from 'node:fs';

/** What an operating system without /proc allows at least: macOS's OPEN_MAX, to which Node raises itself. */
const USUAL_LIMIT = 10_240;

/** What Node itself and the listening sockets have open, about. */
const USUAL_IN_USE = 24;

/** File descriptors this program may have and has. */
export const descriptors = (): {limit: number; inUse: number} => {
	try {
		const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
		return {limit: Number(limit ?? USUAL_LIMIT), inUse: readdirSync('/proc/self/fd').length};
	} catch {
		return {limit: USUAL_LIMIT, inUse: USUAL_IN_USE};
	}
};

/**
How the descriptors are shared out.

@returns How many clients may be connected and how many calls to subscribers may run at once, so that the two together, and the clients that are being shed, never reach the limit.
*/
export const shareOut = (
	{limit, inUse}: {readonly limit: number; readonly inUse: number},
	{wanted}: {readonly wanted: number},
): {connections: number; calls: number} => {
	const room = Math.max(3, limit - inUse - 4);
	const calls = Math.max(1, Math.min(64, Math.floor(room / 8)));
	const leaving = Math.min(20, Math.floor(room / 4));
	return {connections: Math.max(1, Math.min(wanted, room - calls - leaving)), calls};
};
