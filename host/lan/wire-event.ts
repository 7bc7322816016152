import type {Flow, Side} from './flow.ts';

/**
What is seen of a TCP connection that crosses the switch. Seen as it enters, before any fault strikes it.

`side` is the direction it was seen in; `side.from` and `side.to` are the ports' names.
*/
export type WireEvent =
	/** The server has agreed to the connection. */
	| {readonly type: 'opened'; readonly flow: Flow; readonly side: Side}
	/** A whole line, as a byte string without its LF. `number` counts the lines of this side from 1. */
	| {readonly type: 'line'; readonly flow: Flow; readonly side: Side; readonly text: string; readonly number: number}
	/** More payload: `before` bytes had been seen on this side, now there are `after`. */
	| {
			readonly type: 'payload';
			readonly flow: Flow;
			readonly side: Side;
			readonly before: number;
			readonly after: number;
	  }
	/** This side has said that it sends no more. */
	| {readonly type: 'finished'; readonly flow: Flow; readonly side: Side}
	/** This side gave the connection up. */
	| {readonly type: 'reset'; readonly flow: Flow; readonly side: Side};
