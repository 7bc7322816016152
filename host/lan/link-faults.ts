/**
What a link, or one direction of it, does to the frames that enter it. Plain data, so that a scenario can state it and a report can print it.

Shares are 0 to 1. What is left out does not happen; `{}` is a sound link.
*/
export type LinkFaults = {
	/** Nothing passes. */
	readonly cut?: boolean;
	/** Share of frames that are lost. */
	readonly lossShare?: number;
	/** How long each frame waits, in milliseconds. */
	readonly delayMs?: number;
	/** How far a frame's wait strays from `delayMs`, in milliseconds, at most `delayMs`. Order is kept. */
	readonly jitterMs?: number;
	/** How much passes, in bytes a second, Ethernet headers included. */
	readonly bytesPerSecond?: number;
	/** Bytes that may wait for their turn under `bytesPerSecond`; what does not fit is lost. @default 65536 */
	readonly queueBytes?: number;
	/** Share of frames that arrive twice. */
	readonly duplicateShare?: number;
	/** Share of frames that others overtake. */
	readonly reorderShare?: number;
	/** How long such a frame is held back, in milliseconds. @default 20 */
	readonly reorderMs?: number;
	/** Share of frames in which one byte changes: of the payload, if there is one. */
	readonly corruptShare?: number;
	/** `wrong`: the receiver's kernel sees the damage and drops the frame. `mended`: its program gets the wrong byte. @default 'wrong' */
	readonly checksum?: 'wrong' | 'mended';
	/** TCP connections stay open, and no payload passes any more. */
	readonly stall?: boolean;
	/** A TCP connection is reset, at both ends, as soon as payload enters. */
	readonly reset?: boolean;
	/** TCP segments leave in pieces of at most this many bytes of payload. */
	readonly sliceBytes?: number;
	/** So many bytes of payload pass on each TCP connection, exactly; then `afterLimit`. */
	readonly limitBytes?: number;
	/** `cut`: the connection falls silent both ways. `reset`: both ends get a reset. `close`: the receiver sees an orderly end, the sender a reset. @default 'cut' */
	readonly afterLimit?: 'cut' | 'reset' | 'close';
	/** How long the end of a TCP stream (FIN) is held back, in milliseconds. */
	readonly closeDelayMs?: number;
};

/** One thing a link does wrong, or its end; each is counted by itself. */
export type FaultKind =
	| 'cut'
	| 'loss'
	| 'delay'
	| 'rate'
	| 'duplicate'
	| 'reorder'
	| 'corrupt'
	| 'stall'
	| 'reset'
	| 'slice'
	| 'limit'
	| 'slow close'
	| 'heal';

/** The faults one by one, each with words for people that complete "this link …". */
export const describeFaults = (faults: LinkFaults): Map<FaultKind, string> => {
	const texts = new Map<FaultKind, string>();
	const {jitterMs = 0, delayMs = 0} = faults;
	if (faults.cut) {
		texts.set('cut', 'is cut');
	}

	if (faults.lossShare) {
		texts.set('loss', `loses ${percent(faults.lossShare)} of frames`);
	}

	if (delayMs > 0) {
		texts.set('delay', `delays by ${delayMs} ms${jitterMs > 0 ? ` ± ${jitterMs} ms` : ''}`);
	}

	if (faults.bytesPerSecond !== undefined) {
		texts.set('rate', `passes ${faults.bytesPerSecond} bytes a second`);
	}

	if (faults.duplicateShare) {
		texts.set('duplicate', `doubles ${percent(faults.duplicateShare)} of frames`);
	}

	if (faults.reorderShare) {
		texts.set('reorder', `lets others overtake ${percent(faults.reorderShare)} of frames`);
	}

	if (faults.corruptShare) {
		texts.set(
			'corrupt',
			`changes a byte in ${percent(faults.corruptShare)} of frames, checksum ${faults.checksum ?? 'wrong'}`,
		);
	}

	if (faults.stall) {
		texts.set('stall', 'passes no payload, connections stay open');
	}

	if (faults.reset) {
		texts.set('reset', 'resets connections that carry payload');
	}

	if (faults.sliceBytes !== undefined) {
		texts.set('slice', `slices segments into ${faults.sliceBytes} bytes`);
	}

	if (faults.limitBytes !== undefined) {
		texts.set('limit', `passes ${faults.limitBytes} bytes of a connection, then ${faults.afterLimit ?? 'cut'}`);
	}

	if (faults.closeDelayMs !== undefined) {
		texts.set('slow close', `holds the end of a connection back for ${faults.closeDelayMs} ms`);
	}

	return texts;
};

const percent = (share: number): string => `${Number((share * 100).toFixed(3))}%`;
