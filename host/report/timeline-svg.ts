import type {HistoryEvent} from '../history/event.ts';
import {readableName} from '../history/readable-name.ts';
import {formatSeconds} from './amounts.ts';
import {escapeXml} from './escape-xml.ts';

/**
The history on one line of time: for each actor when its program ran, and each of its downloads from the asking to the end. Steps of the scenario are numbered, and named below.

@param actors - In the order of the cast.
@param seconds - How long the whole took.
*/
export const timelineSvg = (history: readonly HistoryEvent[], actors: readonly string[], seconds: number): string => {
	const total = Math.max(seconds, 0.1, ...history.map(({at}) => at));
	const x = (at: number): number => GUTTER + (at / total) * (WIDTH - GUTTER - 16);
	let top = HEAD;
	const rows = actors.map(actor => {
		const spans = downloadSpans(history, actor, total);
		const height = Math.max(26, 12 + 11 * (1 + Math.max(-1, ...spans.map(({track}) => track))));
		const row = drawRow(actor, {history, spans, x, top, height, total});
		top += height;
		return row;
	});
	const height = top + 26;
	const steps = history.filter(event => event.type === 'step');
	const dots = apart(
		steps.map(({at}) => x(at)),
		20,
	);
	return [
		`<svg role="img" aria-label="When what ran" width="100%" viewBox="0 0 ${WIDTH} ${height}">`,
		...ticks(total).map(
			at =>
				`<line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${HEAD - 4}" y2="${top}"/><text class="soft" x="${x(at)}" y="${top + 17}" text-anchor="middle">${Number(at.toPrecision(3))} s</text>`,
		),
		...steps.map(
			({at, title}, index) =>
				`<g><title>${escapeXml(title)}</title><line class="arrow talk broken" x1="${x(at)}" x2="${x(at)}" y1="26" y2="${top}"/><circle class="dot talk" cx="${dots[index]}" cy="16" r="9"/><text class="number" x="${dots[index]}" y="20" text-anchor="middle">${index + 1}</text></g>`,
		),
		...rows,
		'</svg>',
		steps.length === 0
			? ''
			: `<ol class="steps">${steps.map(({title}) => `<li>${escapeXml(title)}</li>`).join('')}</ol>`,
	].join('\n');
};

const WIDTH = 1040;
const GUTTER = 110;
const HEAD = 40;

type Span = {
	readonly from: number;
	readonly to: number;
	readonly track: number;
	readonly tone: string;
	readonly label: string;
};

/** Downloads of an actor; those that overlap get tracks of their own. */
const downloadSpans = (history: readonly HistoryEvent[], actor: string, total: number): Span[] => {
	const free: number[] = [];
	const ends = history.filter(event => event.type === 'download-ended' && event.actor === actor);
	return history
		.filter(event => event.type === 'download-asked')
		.filter(asked => asked.actor === actor)
		.map(asked => {
			const ended = ends.find(
				event => event.type === 'download-ended' && event.file === asked.file && event.at >= asked.at,
			);
			const to = ended?.at ?? total;
			const track = Math.max(
				0,
				free.findIndex(end => end <= asked.at) === -1 ? free.length : free.findIndex(end => end <= asked.at),
			);
			free[track] = to;
			const outcome = ended?.type === 'download-ended' ? ended.outcome : 'unknown';
			return {
				from: asked.at,
				to,
				track,
				tone: {ok: 'good', failed: 'bad', unknown: 'warn'}[outcome],
				label: `${readableName(asked.file)}: ${outcome} after ${formatSeconds(to - asked.at)}`,
			};
		});
};

type Row = {
	readonly history: readonly HistoryEvent[];
	readonly spans: readonly Span[];
	readonly x: (at: number) => number;
	readonly top: number;
	readonly height: number;
	readonly total: number;
};

const drawRow = (actor: string, {history, spans, x, top, height, total}: Row): string =>
	[
		`<text class="name" x="${GUTTER - 14}" y="${top + 14}" text-anchor="end">${escapeXml(actor)}</text>`,
		`<line class="grid" x1="${GUTTER}" x2="${WIDTH - 16}" y1="${top + height - 1}" y2="${top + height - 1}"/>`,
		...runTimes(history, actor, total).map(
			([from, to, died]) =>
				`<rect class="${died ? 'bar bad' : 'band'}" x="${x(from)}" y="${top + 3}" width="${Math.max(2, x(to) - x(from))}" height="${height - 8}" rx="4" fill-opacity="${died ? 0.18 : 1}"/>`,
		),
		...spans.map(
			({from, to, track, tone, label}) =>
				`<rect class="bar ${tone}" x="${x(from)}" y="${top + 7 + track * 11}" width="${Math.max(4, x(to) - x(from))}" height="8" rx="4"><title>${escapeXml(label)}</title></rect>`,
		),
	].join('\n');

/** When this actor's programs ran, and whether they died of themselves. */
const runTimes = (
	history: readonly HistoryEvent[],
	actor: string,
	total: number,
): Array<[from: number, to: number, died: boolean]> => {
	const starts = history.filter(event => event.type === 'program-started').filter(event => event.actor === actor);
	return starts.map((start, index) => {
		const end = history
			.filter(event => event.type === 'program-ended')
			.find(event => event.actor === actor && event.at >= start.at && event.at <= (starts[index + 1]?.at ?? total));
		return [start.at, end?.at ?? starts[index + 1]?.at ?? total, end !== undefined && !end.expected];
	});
};

/** Moves places to the right where they would lie on each other. */
const apart = (places: readonly number[], least: number): number[] => {
	const moved: number[] = [];
	for (const place of places) {
		moved.push(Math.max(place, (moved.at(-1) ?? Number.NEGATIVE_INFINITY) + least));
	}

	return moved;
};

/** Four to eight round marks. */
const ticks = (total: number): number[] => {
	const rough = total / 6;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 2.5, 5, 10].find(factor => factor * power >= rough) ?? 10);
	return Array.from({length: Math.floor(total / step) + 1}, (_, index) => index * step);
};
