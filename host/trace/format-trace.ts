import type {HistoryEvent} from '../history/event.ts';
import type {TracedExchange} from './exchange.ts';
import type {Trace, TraceEntry} from './trace-run.ts';
import {formatTransfer} from './transfers.ts';

/** Characters of a request or a happening that are shown. */
const MAX_TEXT = 100;

/**
A trace for people: one line an entry, with its time in seconds, who asked whom what, and what came back.

@param trace - What `traceRun()` read. For programs, print it as JSON instead.
*/
export const formatTrace = ({entries, transfers, notes}: Trace): string => {
	const width = Math.max(
		0,
		...entries.map(entry => (entry.type === 'exchange' ? endpoints(entry.exchange).length : 0)),
	);
	const lines = entries.flatMap(entry => formatEntry(entry, width) ?? []);
	const served =
		transfers.length === 0
			? []
			: ['', 'Who served whom:', ...transfers.map(transfer => `  ${formatTransfer(transfer)}`)];
	return [...lines, ...served, ...notes.map(note => `\n${note}`)].map(line => `${line}\n`).join('');
};

const formatEntry = (entry: TraceEntry, width: number): string | undefined => {
	const time = entry.at.toFixed(3).padStart(9);
	if (entry.type === 'exchange') {
		const {exchange} = entry;
		const asked = exchange.request === '' ? SILENT[exchange.type] : printable(exchange.request);
		return `${time}  ${endpoints(exchange).padEnd(width)}  ${asked.padEnd(34)}  ${outcome(exchange)}`;
	}

	const told = tell(entry.happening);
	// What the network was told to do is told in our own words, in which `±` is no stray byte.
	const shown = told === undefined || entry.happening.type === 'fault-set' ? told : printable(told);
	return shown === undefined ? undefined : `${time}  · ${shown}`;
};

const endpoints = ({from, to}: TracedExchange): string => `${from} → ${to}`;

const SILENT: Readonly<Record<TracedExchange['type'], string>> = {
	tracker: '(says nothing)',
	greeting: '(connects)',
	unasked: '(unasked)',
	connection: '(asks nothing)',
	file: '',
	notice: '',
};

const outcome = ({type, codes, data, bytes, seconds, end}: TracedExchange): string => {
	const took = seconds === undefined ? '' : ` in ${duration(seconds)}`;
	if (type === 'file') {
		const what = bytes === 0 ? 'nothing' : `${bytes} bytes${took}`;
		return end === 'whole' ? what : `${what}, then ${end === 'open' ? 'no end' : end}`;
	}

	if (type === 'notice') {
		return '';
	}

	const lines =
		data.length === 0
			? ''
			: `, ${data.length} ${data.length === 1 ? 'line' : 'lines'}: ${printable(data[0] ?? '')}${data.length > 1 ? ' …' : ''}`;
	return codes.length > 0 ? `${codes.at(-1)?.trim()}${took}${lines}` : end;
};

/** Happenings that make sense beside the wire; the rest is in the history. */
const tell = (happening: HistoryEvent): string | undefined => {
	switch (happening.type) {
		case 'step':
			return happening.title;
		case 'program-started':
			return `${happening.actor} starts ${happening.program}`;
		case 'program-ready':
			return `${happening.actor} is ready: ${happening.evidence}`;
		case 'program-ended':
			return `${happening.program} on ${happening.actor} ends: ${happening.signal ?? `exit code ${happening.exitCode}`}${happening.expected ? '' : ', unasked'}`;
		case 'download-asked':
			return `${happening.actor} is asked to fetch ${happening.file}`;
		case 'download-ended':
			return `${happening.actor} ${happening.outcome === 'ok' ? 'has' : 'has not'} fetched ${happening.file}${happening.because === undefined ? '' : `: ${happening.because}`}`;
		case 'fault-set':
			return `network: ${happening.link} ${happening.fault}`;
		case 'attack':
			return `${happening.actor} attacks ${happening.target}: ${happening.attack}, struck ${happening.struck}`;
		case 'canary-seen':
			return `a secret of ${happening.actor} was seen ${happening.where}`;
		case 'note':
			return `${happening.actor === undefined ? '' : `${happening.actor}: `}${happening.text}`;
		default:
			return undefined;
	}
};

const duration = (seconds: number): string =>
	seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;

/** What a terminal can show of a byte string: control characters and all beyond ASCII as `\x07`. */
const printable = (text: string): string => {
	const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
	return shown.replaceAll(
		/[\x00-\x1f\x7f-\xff]/g,
		character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
	);
};
