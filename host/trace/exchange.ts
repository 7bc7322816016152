/** One thing two programs said to each other, as the wire showed it. Texts are byte strings. */
export type TracedExchange = {
	/** When it began, in seconds since the network's start. */
	readonly at: number;
	/** Who asked whom: names of machines, else addresses. */
	readonly from: string;
	readonly to: string;
	/** `file`: one peer asks another for a file. `tracker`: a request to the tracker. `greeting`: what a tracker says first. `unasked`: what it says without a request, such as its goodbye. `notice`: it tells a peer of another. `connection`: nothing was said. */
	readonly type: 'file' | 'tracker' | 'greeting' | 'unasked' | 'notice' | 'connection';
	/** The line of the request, without LF; `''` where nothing was asked. */
	readonly request: string;
	/** First four characters of each message line of the reply; none: no reply came, or there is none to come. */
	readonly codes: readonly string[];
	/** The data lines of the reply, at most the first 20. */
	readonly data: readonly string[];
	/** Bytes of the reply or the file. */
	readonly bytes: number;
	/** From the request to the end of the reply, in seconds; `undefined`: it did not end. */
	readonly seconds: number | undefined;
	/** How it ended. */
	readonly end: ExchangeEnd;
	/** Number of the TCP connection. */
	readonly flow: number;
};

/** How an exchange ended. `open`: the capture ended first. */
export type ExchangeEnd = 'whole' | 'reset' | 'refused' | 'unanswered' | 'not a reply' | 'open';
