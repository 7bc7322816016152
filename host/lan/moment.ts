import type {WireEvent} from './wire-event.ts';

/** Something that may be seen on the wire, to hang a fault on: pure, so that it can be tried on events written by hand. */
export type Moment = {
	/** Completes "when …". */
	readonly title: string;
	readonly matches: (event: WireEvent) => boolean;
	/** Which time it happens counts, from 1. @default 1 */
	readonly nth?: number;
	/** It looks at `payload` events, which are told only on demand. */
	readonly wantsPayload?: boolean;
};

/** Who speaks to whom, by the names of their ports; left out: anybody. */
export type Between = {readonly from?: string; readonly to?: string};

/** `from` has sent `to` a whole line that fits. */
export const lineSent = (between: Between, title: string, fits: (text: string) => boolean): Moment => ({
	title,
	matches: event => event.type === 'line' && isBetween(event, between) && fits(event.text),
});

/** `from` has sent so many bytes of payload to `to`, on one connection. With `answering`, a connection whose first line fits, such as a download of a certain file. */
export const bytesSent = (between: Between, bytes: number, answering?: (firstLine: string) => boolean): Moment => ({
	title: `${between.from ?? 'anybody'} has sent ${between.to ?? 'anybody'} ${bytes} bytes`,
	wantsPayload: true,
	matches: event =>
		event.type === 'payload' &&
		isBetween(event, between) &&
		event.before < bytes &&
		event.after >= bytes &&
		(answering === undefined || (event.side === event.flow.answer && answering(event.flow.request.firstLine ?? ''))),
});

/** A connection from `from` to `to` is open. */
export const connected = (between: Between): Moment => ({
	title: `${between.from ?? 'anybody'} has connected to ${between.to ?? 'anybody'}`,
	// The server's agreement is what is seen, so it comes from the other side.
	matches: event => event.type === 'opened' && isBetween({side: event.flow.request}, between),
});

/** The nth time of it: `nth(3, asks)`. */
export const nth = (time: number, moment: Moment): Moment => ({
	...moment,
	nth: time,
	title: `${moment.title} for time ${time}`,
});

const isBetween = ({side}: Pick<WireEvent, 'side'>, {from, to}: Between): boolean =>
	(from === undefined || side.from.name === from) && (to === undefined || side.to.name === to);
