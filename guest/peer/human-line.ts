import type {PeerEvent} from './peer-event.ts';

/** One event as a line for people, without LF and with nothing that moves a terminal's cursor; undefined for what only programs want. */
export const humanLine = (event: PeerEvent): string | undefined => {
	const line = tellOf(event);
	return line === undefined ? undefined : withoutControls(line);
};

const tellOf = (event: PeerEvent): string | undefined => {
	switch (event.event) {
		case 'registered':
			return `registered as ${readableName(event.alias)} with ${count(event.files, 'file')}`;
		case 'withdrawn':
			return `${readableName(event.file)} is gone; the tracker was told`;
		case 'announce-refused':
			return `the tracker does not take ${readableName(event.file)}: ${readableName(event.because)}`;
		case 'download-attempt':
			return `${readableName(event.file)}: asking ${event.from}`;
		case 'attempt-failed':
			return `${readableName(event.file)}: not from ${event.from}: ${event.because}`;
		case 'download-done': {
			const as = event.savedAs === event.file ? '' : ` as ${readableName(event.savedAs)}`;
			return `${readableName(event.file)}: saved${as}, ${amount(event.bytes)} in ${event.seconds.toFixed(1)} s from ${event.from}`;
		}

		case 'download-waiting':
			return `${readableName(event.file)}: waiting for our own folder: ${event.because}`;
		case 'download-failed':
			return `${readableName(event.file)}: did not come: ${event.because}`;
		case 'upload-done':
			return `sent ${readableName(event.file)} to ${event.to}, ${amount(event.bytes)} in ${event.seconds.toFixed(1)} s`;
		case 'upload-failed':
			return `could not send ${readableName(event.file)} to ${event.to}: ${event.because}`;
		case 'refused':
			return `refused ${event.from}${event.times > 1 ? ` (${event.times} times)` : ''}: ${event.because}`;
		case 'tracker-lost':
			return `the tracker is away (${event.because}); trying again`;
		case 'tracker-back':
			return 'the tracker is back';
		case 'warning':
			return event.text;
		case 'exiting':
			return `exiting: ${event.because}`;
		default:
			return undefined;
	}
};

/** A byte string for people: UTF-8 where it is, and nothing that moves a terminal's cursor. */
export const readableName = (name: string): string => withoutControls(Buffer.from(name, 'latin1').toString('utf8'));

/** Nearly all lines have nothing but printable ASCII; compiling the long lists of Unicode's classes was a fourteenth of a start of the peer. */
const withoutControls = (text: string): string =>
	/^[ -~]*$/.test(text) ? text : text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');

/** Bytes in the largest unit that leaves a number of 1 or more. */
export const amount = (bytes: number): string => {
	const units = ['bytes', 'KiB', 'MiB', 'GiB'];
	const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
	return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
