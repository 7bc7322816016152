import type {HistoryEvent} from '../history/event.ts';
import {escapeXml} from './escape-xml.ts';
import {HARNESS, type SequenceRow, sequenceRow} from './sequence-row.ts';

/**
The history as a sequence: a column for each actor, time going down, an arrow for each thing that goes from one to another.

@param actors - In the order of the cast.
@returns An SVG element for a page of ours; its colours come from the page.
*/
export const sequenceSvg = (history: readonly HistoryEvent[], actors: readonly string[]): string => {
	const drawn = history.flatMap(event => {
		const row = sequenceRow(event);
		return row === undefined ? [] : [{event, row}];
	});
	const shown = drawn.slice(0, MAX_ROWS);
	const columns = columnsOf(
		shown.map(({row}) => row),
		actors,
	);
	const columnWidth = Math.max(MIN_COLUMN_WIDTH, Math.floor((PAGE_WIDTH - GUTTER) / Math.max(1, columns.length)));
	const x = (column: string): number => GUTTER + columnWidth * (columns.indexOf(column) + 0.5);
	const y = (index: number): number => HEAD_HEIGHT + ROW_HEIGHT * (index + 0.5);
	const width = GUTTER + columnWidth * columns.length;
	const height = y(shown.length) + (shown.length < drawn.length ? ROW_HEIGHT : 0);

	const parts = [
		...columns.map(column => lifeLine(cut(column, columnWidth / 7.6), x(column), height)),
		...columns.flatMap(column =>
			upTimes(column, shown).map(([from, to]) => upLine(x(column), y(from), to === undefined ? height : y(to))),
		),
		...shown.map(
			({event, row}, index) => `${timeLabel(event.at, y(index))}${drawRow(row, {x, y: y(index), width, columns})}`,
		),
	];
	if (shown.length < drawn.length) {
		parts.push(text(GUTTER, height - 8, `… and ${drawn.length - shown.length} more in history.ndjson`, 'soft'));
	}

	return `<svg role="img" aria-label="What happened, in order" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('\n')}</svg>`;
};

const GUTTER = 58;

/** What the page offers; more columns than fit are scrolled to. */
const PAGE_WIDTH = 1040;

const MIN_COLUMN_WIDTH = 130;
const HEAD_HEIGHT = 40;
const ROW_HEIGHT = 25;

/** Most rows drawn: beyond, nobody looks, and the page grows heavy. */
const MAX_ROWS = 400;

type Place = {
	readonly x: (column: string) => number;
	readonly y: number;
	readonly width: number;
	readonly columns: readonly string[];
};

type Drawn = {readonly event: HistoryEvent; readonly row: SequenceRow};

/** The cast, the harness when it asks something, and whoever else turns up. */
const columnsOf = (rows: readonly SequenceRow[], actors: readonly string[]): string[] => {
	const mentioned = new Set(
		rows.flatMap(row => (row.kind === 'arrow' ? [row.from, row.to] : row.kind === 'mark' ? [row.column] : [])),
	);
	const others = [...mentioned].filter(column => !actors.includes(column) && column !== HARNESS);
	return [...(mentioned.has(HARNESS) ? [HARNESS] : []), ...actors, ...others];
};

/** From which row to which a program of this actor runs; no end: to the last row. */
const upTimes = (column: string, shown: readonly Drawn[]): Array<[from: number, to: number | undefined]> => {
	const spans: Array<[number, number | undefined]> = [];
	for (const [index, {event}] of shown.entries()) {
		const last = spans.at(-1);
		if (event.type === 'program-started' && event.actor === column) {
			spans.push([index, undefined]);
		} else if (event.type === 'program-ended' && event.actor === column && last !== undefined) {
			last[1] = index;
		}
	}

	return spans;
};

const drawRow = (row: SequenceRow, place: Place): string => {
	switch (row.kind) {
		case 'band':
			return band(row, place);
		case 'arrow':
			return arrow(row, place);
		case 'mark':
			return mark(row, place);
	}
};

const band = ({text: words, tone}: Extract<SequenceRow, {kind: 'band'}>, {y, width}: Place): string =>
	`<rect class="band" x="${GUTTER - 4}" y="${y - 11}" width="${width - GUTTER + 4}" height="22" rx="5"/>${text(GUTTER + 6, y + 4, cut(words, (width - GUTTER) / 7), `step ${tone}`)}`;

const arrow = ({from, to, text: words, tone, broken}: Extract<SequenceRow, {kind: 'arrow'}>, {x, y}: Place): string => {
	const [start, end] = [x(from), x(to)];
	const way = Math.sign(end - start) || 1;
	const tip = `<path class="tip ${tone}" d="M${end},${y + 4}l${-8 * way},-4.5v9z"/>`;
	const line = `<path class="arrow ${tone}${broken ? ' broken' : ''}" d="M${start},${y + 4}H${end - 7 * way}"/>`;
	return `${line}${tip}${text((start + end) / 2, y, words, `halo ${tone}`, 'middle')}`;
};

const mark = (
	{column, text: words, tone}: Extract<SequenceRow, {kind: 'mark'}>,
	{x, y, width, columns}: Place,
): string => {
	// Words of the columns at the right edge go to the left, where there is room.
	const toTheLeft = columns.length > 1 && columns.indexOf(column) >= columns.length / 2;
	const room = (toTheLeft ? x(column) - GUTTER : width - x(column)) / 7.3;
	const label = text(
		x(column) + (toTheLeft ? -10 : 10),
		y + 4,
		cut(words, room),
		`halo ${tone}`,
		toTheLeft ? 'end' : 'start',
	);
	return `<circle class="dot ${tone}" cx="${x(column)}" cy="${y}" r="5"/>${label}`;
};

const lifeLine = (column: string, x: number, height: number): string =>
	`${text(x, 20, column, 'name', 'middle')}<line class="life" x1="${x}" y1="30" x2="${x}" y2="${height}"/>`;

const upLine = (x: number, from: number, to: number): string =>
	`<line class="up" x1="${x}" y1="${from}" x2="${x}" y2="${to}"/>`;

const timeLabel = (at: number, y: number): string => text(GUTTER - 12, y + 4, at.toFixed(1), 'soft', 'end');

const text = (
	x: number,
	y: number,
	words: string,
	style: string,
	anchor: 'start' | 'middle' | 'end' = 'start',
): string => `<text class="${style}" x="${x}" y="${y}" text-anchor="${anchor}">${escapeXml(words)}</text>`;

const cut = (words: string, characters: number): string =>
	words.length <= characters ? words : `${words.slice(0, Math.max(1, Math.floor(characters) - 1))}…`;
