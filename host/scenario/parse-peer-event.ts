/**
What our own peer says of itself, for detail that the harness cannot see from outside: who served whom, and why a download failed. Never the evidence that a file came.

Only the members read here; guest/peer tells more. Names are byte strings, endpoints `a.b.c.d:port`.
*/
export type PeerWord =
	| {
			readonly event: 'download-done';
			readonly file: string;
			readonly savedAs: string;
			readonly bytes: number;
			readonly from: string;
			readonly seconds: number;
	  }
	| {readonly event: 'download-failed'; readonly file: string; readonly because: string}
	| {readonly event: 'attempt-failed'; readonly file: string; readonly from: string; readonly because: string}
	| {readonly event: 'tracker-lost'; readonly because: string}
	| {readonly event: 'tracker-back'}
	/** Of the tracker: it refused a request of somebody at this address. */
	| {readonly event: 'refused'; readonly from: string; readonly request: string; readonly reply: string}
	/** Of the adversary too: its bait is out. */
	| {readonly event: 'registered'; readonly alias: string; readonly files: number}
	/** Of the adversary: how often it really did its harm. */
	| {
			readonly event: 'struck';
			readonly attack: string;
			readonly count: number;
			/** By address. */
			readonly met: Readonly<Record<string, {readonly times: number; readonly files: readonly string[]}>>;
	  }
	/** Of the adversary: all it opens at a time is open, or was refused. */
	| {readonly event: 'crowded'; readonly attack: string; readonly open: number; readonly of: number}
	/** Of the adversary: it will strike no more, and stays for what it has done to be seen. */
	| {readonly event: 'staying'; readonly attack: string}
	/** Of the adversary: what a victim gave away; `head` is the first bytes in base64. */
	| {
			readonly event: 'loot';
			readonly attack: string;
			readonly asked: string;
			readonly bytes: number;
			readonly head: string;
	  };

/** Read a line of output; undefined when it is no event. */
export const parsePeerEvent = (line: string): PeerWord | undefined => {
	if (!line.startsWith('{"event":')) {
		return undefined;
	}

	try {
		return JSON.parse(line);
	} catch {
		return undefined; // A line for people that looks like one of ours.
	}
};
