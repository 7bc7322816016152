import type {LiveView} from '../report/live-view.ts';
import {paintFor} from '../report/paint.ts';
import {plainView} from '../report/plain-view.ts';
import {terminalView} from '../report/terminal-view.ts';
import type {Surroundings} from './surroundings.ts';

/** The view that fits who watches: living lines for a person at a terminal, plain ones for a log. Disposing ends it as failed, unless it was ended. */
export const openView = (
	{isWatched, colours, tell, nowMs}: Pick<Surroundings, 'isWatched' | 'colours' | 'tell' | 'nowMs'>,
	{verbose}: {readonly verbose: boolean},
): LiveView & Disposable => {
	if (!isWatched) {
		const view = plainView({write: tell, nowMs, verbose});
		return {...view, [Symbol.dispose]: () => view.end('failed')};
	}

	const view = terminalView({write: tell, nowMs, verbose, paint: paintFor({colours})});
	const heart = setInterval(view.tick, TICK_MS).unref();
	const end = (outcome: 'done' | 'failed'): void => {
		clearInterval(heart);
		view.end(outcome);
	};

	return {...view, end, [Symbol.dispose]: () => end('failed')};
};

/** Often enough for a turning sign to turn. */
const TICK_MS = 120;
