import type {EventOf, HistoryEvent} from '../history/event.ts';
import {readableName} from '../history/readable-name.ts';
import {plainText} from '../lines/plain-text.ts';
import {formatBytes, formatCount, formatSeconds} from './amounts.ts';

/** Who a happening is about: an actor's name, a link, or `''` for the run as a whole. */
export const eventSubject = (event: HistoryEvent): string => {
	switch (event.type) {
		case 'step':
		case 'pace':
		case 'crowded':
		case 'story-ended':
			return '';
		case 'transfer':
			return event.from;
		case 'exchange':
			return 'harness';
		case 'fault-set':
		case 'fault-hits':
			return event.link;
		case 'note':
			return event.actor ?? '';
		default:
			return event.actor;
	}
};

/** What happened, as the rest of a sentence that begins with `eventSubject()`. One line, whatever bytes the event holds. */
export const eventSentence = (event: HistoryEvent): string => {
	switch (event.type) {
		case 'step':
			return oneLine(event.title);
		case 'pace':
			return event.slowness <= 1.05
				? 'the nodes are as fast as good ones'
				: `the nodes are ${event.slowness.toFixed(1)} times slower than good ones: all waits and limits in time are longer`;
		case 'crowded':
			return `the machine is crowded: for ${Math.round(event.share * 100)} % of ${formatSeconds(event.seconds)} nodes waited for a processor`;
		case 'program-started':
			return `starts ${event.program}`;
		case 'program-ready':
			return `${event.program} is ready: ${oneLine(event.evidence)}`;
		case 'program-ended':
			return `${event.program} ${ending(event)}`;
		case 'shares':
			return `shares ${readableName(event.file)}, ${formatBytes(event.bytes)}`;
		case 'download-asked':
			return `asks for ${readableName(event.file)}`;
		case 'download-ended':
			return downloadEnding(event);
		case 'transfer':
			return `${event.whole ? 'served' : 'broke off serving'} ${readableName(event.file)} to ${event.to}, ${formatBytes(event.bytes)} in ${formatSeconds(event.seconds)}`;
		case 'exchange':
			return `asks ${event.actor} ${readableName(event.request.trimEnd(), 80)} → ${reply(event)}`;
		case 'refusal':
			return `refused ${event.to}'s ${readableName(event.request, 80)}: ${oneLine(event.reply)}`;
		case 'limit-reached':
			return `came to a limit: ${oneLine(event.sentence)}`;
		case 'file-found':
			return `keeps ${readableName(event.file)}, ${formatBytes(event.bytes)}`;
		case 'resources':
			return `${event.program} uses ${Math.round(event.residentMiB)} MiB, ${formatCount(event.openFiles, 'open file')}, ${formatSeconds(event.cpuSeconds)} of processor, ${Math.round(event.diskMiB)} MiB of disk`;
		case 'fault-set':
			return oneLine(event.fault);
		case 'fault-hits':
			return `${oneLine(event.fault)} hit ${formatCount(event.hits, 'time')}`;
		case 'attack':
			return `attacked ${event.target} with ${event.attack}, struck ${formatCount(event.struck, 'time')}`;
		case 'stranger-met':
			return `heard ${formatBytes(event.bytes)} of ${event.endpoint}, which is none of the cast`;
		case 'forged-frames':
			return `sent ${formatCount(event.frames, 'frame')} in the name of others, which were dropped`;
		case 'canary-seen':
			return `gave away a secret file: ${oneLine(event.where)}`;
		case 'story-ended':
			return scenarioEnding(event);
		case 'note':
			return oneLine(event.text);
	}
};

/** One happening as one line: seconds since the start, who, what. */
export const eventLine = (event: HistoryEvent, subjectWidth = 8): string => {
	const subject = eventSubject(event);
	const words = subject === '' ? eventSentence(event) : `${subject.padEnd(subjectWidth)}  ${eventSentence(event)}`;
	return `${event.at.toFixed(1).padStart(6)} ${words}`;
};

const ending = ({expected, exitCode, signal}: EventOf<'program-ended'>): string => {
	const how = signal === null ? `with exit code ${exitCode}` : `by ${signal}`;
	return expected ? `was stopped, ended ${how}` : `died ${how}`;
};

const scenarioEnding = ({outcome, because}: EventOf<'story-ended'>): string => {
	const why = because === undefined ? '' : `: ${oneLine(because)}`;
	return {whole: 'The scenario is over', stuck: 'The scenario got stuck', deadline: 'Time ran out'}[outcome] + why;
};

const downloadEnding = ({file, outcome, bytes, seconds, because}: EventOf<'download-ended'>): string => {
	const name = readableName(file);
	switch (outcome) {
		case 'ok':
			return `got ${name}${bytes === undefined ? '' : `, ${formatBytes(bytes)}`}${seconds === undefined ? '' : ` in ${formatSeconds(seconds)}`}`;
		case 'failed':
			return `did not get ${name}${because === undefined ? '' : `: ${oneLine(because)}`}`;
		case 'unknown':
			return `was still without ${name} when the time was up`;
	}
};

const reply = ({codes, data, broken}: EventOf<'exchange'>): string => {
	if (broken !== undefined) {
		return `no whole reply: ${oneLine(broken)}`;
	}

	const [first] = data;
	if (codes.length === 0 && first !== undefined) {
		return oneLine(first); // A peer's answer has no codes: its size and digest are told.
	}

	const code = codes.at(-1)?.trim() ?? 'silence';
	return data.length === 0 ? code : `${code}, ${formatCount(data.length, 'line')}`;
};

/** Programs write what they like, escape codes included; a report stays one line and plain. */
const oneLine = (text: string): string => plainText(text.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ')).trim();
