/**
What happened in a run, one variant a kind of happening. Plain JSON, so that a check written next week can judge a run of today.

Names of files are byte strings: one character a byte (docs/protocol.md, section 1.3).
*/
export type Happening =
	/** A step of the scenario begins, in words for people. */
	| {readonly type: 'step'; readonly title: string}
	/** For `seconds` until now the machine was crowded: the two of the nodes that waited most for a processor that others had waited for this share of it. */
	| {readonly type: 'crowded'; readonly seconds: number; readonly share: number}
	/** How many times slower the nodes are than good ones, measured while they started: 1 or more. */
	| {readonly type: 'pace'; readonly slowness: number}
	/** The harness started a program on a node; nothing is said yet about its being ready. */
	| {
			readonly type: 'program-started';
			readonly actor: string;
			readonly program: string;
			readonly command: readonly string[];
	  }
	/** The program showed that it is ready: the evidence is a line, a port, or an entry in the tracker's WHO. */
	| {
			readonly type: 'program-ready';
			readonly actor: string;
			readonly program: string;
			readonly evidence: string;
			/** Where the others reach it, `a.b.c.d:port`. */
			readonly endpoint?: string;
	  }
	/** The program is gone. `expected`: the harness had asked it to stop. */
	| {
			readonly type: 'program-ended';
			readonly actor: string;
			readonly program: string;
			readonly exitCode: number | null;
			readonly signal: string | null;
			readonly expected: boolean;
			/** Its last lines of output. */
			readonly lastLines: readonly string[];
	  }
	/** A file was laid into an actor's shared folder before or during the run. */
	| {
			readonly type: 'shares';
			readonly actor: string;
			readonly file: string;
			readonly bytes: number;
			readonly sha256: string;
	  }
	/** An actor was asked to fetch a file. */
	| {readonly type: 'download-asked'; readonly actor: string; readonly file: string}
	/** How a fetch ended. `unknown`: the deadline came first, so it may still have come. */
	| {
			readonly type: 'download-ended';
			readonly actor: string;
			readonly file: string;
			readonly outcome: 'ok' | 'failed' | 'unknown';
			readonly bytes?: number;
			/** Of the bytes found in the actor's folder, measured by the harness and not by the program. */
			readonly sha256?: string;
			readonly seconds?: number;
			/** Why it failed, in the program's words or ours. */
			readonly because?: string;
	  }
	/** One transfer between two actors, as a program told it or the wire showed it. */
	| {
			readonly type: 'transfer';
			readonly from: string;
			readonly to: string;
			readonly file: string;
			readonly bytes: number;
			readonly seconds: number;
			readonly whole: boolean;
	  }
	/** A request to a tracker or peer by the harness itself, and what came back. */
	| {
			readonly type: 'exchange';
			readonly actor: string;
			readonly request: string;
			/** Message codes, first four characters each. */
			readonly codes: readonly string[];
			/** Data lines, at most the first 1000. */
			readonly data: readonly string[];
			/** What ended it when no whole reply came. */
			readonly broken?: string;
			/** How long it took. */
			readonly seconds?: number;
	  }
	/** A tracker of ours refused a request, told by itself: what explains a wait in vain. `to`: an actor's name, or an address. */
	| {
			readonly type: 'refusal';
			readonly actor: string;
			readonly to: string;
			readonly request: string;
			/** Its code and its words. */
			readonly reply: string;
	  }
	/** A program came to a limit of its resources: a sentence about it. */
	| {readonly type: 'limit-reached'; readonly actor: string; readonly sentence: string}
	/** A file found in an actor's folder at the end; `wanted` tells files it shared or fetched from strays and leftovers. */
	| {
			readonly type: 'file-found';
			readonly actor: string;
			readonly file: string;
			readonly bytes: number;
			readonly sha256: string;
	  }
	/** A sample of what a program uses on its node. */
	| {
			readonly type: 'resources';
			readonly actor: string;
			readonly program: string;
			readonly residentMiB: number;
			readonly openFiles: number;
			readonly cpuSeconds: number;
			readonly diskMiB: number;
			/** How long its node took to tell this, in milliseconds, where that is a guest: how busy all of it is. */
			readonly toldMs?: number;
			/** How long its node waited for a processor so far, in seconds, where that is a guest and the system tells: what ran in it meanwhile seems to have worked. */
			readonly lostSeconds?: number;
	  }
	/** A fault was put on a link or taken off. */
	| {readonly type: 'fault-set'; readonly link: string; readonly fault: string}
	/** What a fault did, told when it ends. A fault that hit nothing leaves its scenario undecided. */
	| {readonly type: 'fault-hits'; readonly link: string; readonly fault: string; readonly hits: number}
	/** An attacker finished or was stopped; `struck` counts connections or requests in which it really did its harm. */
	| {
			readonly type: 'attack';
			readonly actor: string;
			readonly attack: string;
			readonly target: string;
			readonly struck: number;
			/** The actors it was to meet. */
			readonly victims?: readonly string[];
			/** Whom it met, how often, and which files they had asked it for: as it saw it on its side of the wire. */
			readonly met?: Readonly<Record<string, {readonly times: number; readonly files: readonly string[]}>>;
	  }
	/** A program under test called somebody who is neither of the cast nor of the attack, and was answered: nothing that came of it can be held against it. */
	| {readonly type: 'stranger-met'; readonly actor: string; readonly endpoint: string; readonly bytes: number}
	/** A guest sent frames in the name of others: they were dropped. */
	| {readonly type: 'forged-frames'; readonly actor: string; readonly frames: number}
	/** A secret laid outside every shared folder was seen on the wire or in a reply. */
	| {readonly type: 'canary-seen'; readonly actor: string; readonly where: string}
	/** The scenario is over. `stuck`: a program did not do its part, so the scenario could not go on; `deadline`: time ran out. */
	| {
			readonly type: 'story-ended';
			readonly outcome: 'whole' | 'stuck' | 'deadline';
			readonly because?: string;
			/** How long it took on nodes that always get the processor they want. */
			readonly fairSeconds?: number;
	  }
	/** Anything a person may want to read; no check looks at it. */
	| {readonly type: 'note'; readonly actor?: string; readonly text: string};

/** A happening with its place in the run: `at` is its time since the scenario's start, in seconds. (`seconds` of a happening is how long it took.) */
export type HistoryEvent = Happening & {readonly at: number};

/** The events of one type. */
export type EventOf<Type extends Happening['type']> = Extract<HistoryEvent, {readonly type: Type}>;
