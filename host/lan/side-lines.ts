import type {Side} from './flow.ts';

/** Longest line looked for, in bytes. What has no LF for longer is data, not lines. */
const MAX_LINE_BYTES = 16_384;

/** Payload of one side that is searched for lines, in bytes. No exchange of lines is that long, and bulk data should cost little. */
const MAX_LINED_BYTES = 4 * 1024 * 1024;

/**
Cut a side's new payload, `buffer[from, to)`, into lines.

@param onLine - Gets each whole line as a byte string, without its LF and a CR before it.
*/
export const takeLines = (
	side: Side,
	buffer: Buffer,
	from: number,
	to: number,
	onLine: (text: string) => void,
): void => {
	const payload = buffer.subarray(from, to);
	let at = 0;
	for (let end = payload.indexOf(0x0a); end !== -1 && side.line !== undefined; end = payload.indexOf(0x0a, at)) {
		const text = (side.line + payload.toString('latin1', at, end)).replace(/\r$/, '');
		at = end + 1;
		side.line = '';
		side.lines += 1;
		side.firstLine ??= text;
		onLine(text);
		// The answer to a GET is a file (docs/protocol.md, section 4.1): its line feeds mean nothing.
		if (side.lines === 1 && side === side.flow.request && text.startsWith('GET ')) {
			side.back.line = undefined;
		}
	}

	if (side.line !== undefined) {
		const isData = side.line.length + payload.length - at > MAX_LINE_BYTES || side.bytes > MAX_LINED_BYTES;
		side.line = isData ? undefined : side.line + payload.toString('latin1', at);
	}
};
