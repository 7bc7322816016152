import {formatSeconds} from './amounts.ts';
import type {Paint} from './paint.ts';

/** A step that goes on, as a terminal shows it. */
export type LiveStep = {
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
export const livingLines = (
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
export const finishedLine = (
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
