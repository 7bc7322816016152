import type {HistoryEvent} from '../history/event.ts';
import {formatSeconds} from './amounts.ts';
import {eventLine} from './event-sentence.ts';
import type {LiveView, ViewOptions} from './live-view.ts';
import type {Paint} from './paint.ts';

/** A view that also wants to be told that time passes, some eight times a second. */
export type TerminalView = LiveView & {readonly tick: () => void};

/** The view for a terminal: finished steps stay, the present one lives below them with its time, bars and last words. */
export const terminalView = ({write, nowMs, verbose, paint}: ViewOptions & {readonly paint: Paint}): TerminalView => {
	let present: LiveStep | undefined;
	let drawn = 0;
	let ended = false;

	/** Take the living lines away, print what stays, and draw the living ones anew; one write, so nothing flickers. */
	const draw = (...staying: readonly string[]): void => {
		const living = present === undefined || ended ? [] : livingLines(present, nowMs(), paint);
		const up = drawn === 0 ? '' : `\u001B[${drawn}F\u001B[0J`;
		// Without line wrap a long line is cut by the terminal, and the count of lines stays right.
		const below = living.length === 0 ? '' : `\u001B[?7l${living.map(line => `${line}\n`).join('')}\u001B[?7h`;
		write(`${up}${staying.map(line => `${line}\n`).join('')}${below}`);
		drawn = living.length;
	};

	const finish = (outcome: 'done' | 'failed'): string[] =>
		present === undefined ? [] : [finishedLine(present, outcome, nowMs(), paint)];

	const alive =
		<Arguments extends readonly unknown[]>(act: (...input: Arguments) => void) =>
		(...input: Arguments): void => {
			if (!ended) {
				act(...input);
			}
		};

	const step = alive((title: string) => {
		const line = finish('done');
		present = {title, startMs: nowMs(), downloads: new Map()};
		draw(...line);
	});

	return {
		step,
		progress: alive(progress => {
			if (present !== undefined) {
				present = {...present, ...progress};
				draw();
			}
		}),
		event: alive((event: HistoryEvent) => {
			if (event.type === 'step') {
				step(event.title);
				return;
			}

			present = present === undefined ? undefined : withEvent(present, event);
			draw(...(verbose || isAlarming(event) ? [paintEvent(event, paint)] : []));
		}),
		say: alive(line => draw(line)),
		tick: alive(() => draw()),
		end: alive(outcome => {
			const line = finish(outcome);
			ended = true;
			draw(...line);
		}),
	};
};

/** What a step shows after one more event: downloads are counted for each actor, everything else is its latest word. */
const withEvent = (step: LiveStep, event: HistoryEvent): LiveStep => {
	if (event.type !== 'download-asked' && event.type !== 'download-ended') {
		return event.type === 'resources' ? step : {...step, note: eventLine(event).slice(7)};
	}

	const {asked, got, lost} = step.downloads.get(event.actor) ?? {asked: 0, got: 0, lost: 0};
	const counts =
		event.type === 'download-asked'
			? {asked: asked + 1, got, lost}
			: {asked, got: got + Number(event.outcome === 'ok'), lost: lost + Number(event.outcome !== 'ok')};
	return {...step, downloads: new Map([...step.downloads, [event.actor, counts]])};
};

/** Worth a line that stays even when nobody asked for all events. */
const isAlarming = (event: HistoryEvent): boolean =>
	(event.type === 'program-ended' && !event.expected) ||
	(event.type === 'download-ended' && event.outcome !== 'ok') ||
	(event.type === 'story-ended' && event.outcome !== 'whole') ||
	event.type === 'canary-seen';

const paintEvent = (event: HistoryEvent, paint: Paint): string =>
	isAlarming(event) ? paint.red(`  ! ${eventLine(event).trimStart()}`) : paint.dim(`    ${eventLine(event)}`);

/** A step that goes on, as a terminal shows it. */
type LiveStep = {
	readonly title: string;
	readonly startMs: number;
	/** 0 to 1, where it is known. */
	readonly share?: number;
	/** Its latest word. */
	readonly note?: string;
	/** What goes on at this very moment. */
	readonly now?: string;
	/** Files each actor asked for, got, and did not get. */
	readonly downloads: ReadonlyMap<string, {readonly asked: number; readonly got: number; readonly lost: number}>;
};

/** The lines of a step that goes on: a turning sign, its time, a bar where its end is known, one bar an actor that fetches. */
const livingLines = (
	{title, startMs, share, note, now, downloads}: LiveStep,
	nowMs: number,
	paint: Paint,
): string[] => {
	const elapsedMs = nowMs - startMs;
	const sign = signs[Math.floor(elapsedMs / 120) % signs.length] ?? '';
	const time = paint.dim(formatSeconds(Math.floor(elapsedMs / 100) / 10));
	const bar = share === undefined ? '' : `  ${paint.cyan(progressBar(share, 24))} ${Math.floor(share * 100)}%`;
	const nameWidth = Math.max(0, ...[...downloads.keys()].map(actor => actor.length));
	return [
		`${paint.cyan(sign)} ${title}  ${time}${bar}`,
		...[...downloads].slice(0, MAX_BARS).map(([actor, {asked, got, lost}]) => {
			const missed = lost === 0 ? '' : paint.red(`, ${lost} failed`);
			return `    ${actor.padEnd(nameWidth)}  ${paint.green(progressBar(got / asked, 24))} ${got} of ${asked}${missed}`;
		}),
		...[note, now].filter(text => text !== undefined && text !== '').map(text => paint.dim(`    ${text}`)),
	];
};

/** The one line a step leaves behind. */
const finishedLine = (
	{title, startMs, downloads}: LiveStep,
	outcome: 'done' | 'failed',
	nowMs: number,
	paint: Paint,
): string => {
	const counts = [...downloads.values()];
	const asked = counts.reduce((sum, count) => sum + count.asked, 0);
	const got = counts.reduce((sum, count) => sum + count.got, 0);
	const files = asked === 0 ? '' : paint.dim(`  ${got} of ${asked} files`);
	const sign = outcome === 'done' ? paint.green('✔') : paint.red('✘');
	return `${sign} ${title}  ${paint.dim(formatSeconds((nowMs - startMs) / 1000))}${files}`;
};

/** Most bars at a time: the living lines must fit the smallest terminal, or going up would overwrite what stays. */
const MAX_BARS = 12;

const signs = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/**
A bar of fixed width, drawn with eighths of a character so that it grows smoothly.

@param share - 0 to 1; what lies outside is cut.
@param width - In characters.
*/
const progressBar = (share: number, width: number): string => {
	const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
	const whole = '█'.repeat(Math.floor(eighths / 8));
	const part = eighths % 8 === 0 ? '' : (parts[(eighths % 8) - 1] ?? '');
	return `${whole}${part}`.padEnd(width, '░');
};

const parts = [...'▏▎▍▌▋▊▉'];
