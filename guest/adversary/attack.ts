import type {Random} from '../net/seeded-random.ts';

/** One bad habit: what it does, and whom it aims at. What is claimed of its victim, and when, stands in guest/claims. */
export type Attack = {
	/** Kebab-case and unique: what `--evil` takes. */
	readonly name: string;
	/** What it does, as a sentence about the attacker. */
	readonly title: string;
	readonly aimsAt: Aim;
	/** Attacks until it is done or `scene.signal` aborts; it never rejects because of what a victim did. */
	readonly run: (scene: Scene) => Promise<void>;
};

/**
Who is attacked: a peer that downloads from us, a peer's listening port, a tracker we are a client of, or the clients
of a tracker that we are.
*/
export type Aim = 'downloader' | 'server' | 'tracker' | 'tracker-client';

/** Where a program listens. */
export type Address = {readonly address: string; readonly port: number};

/** What an attacker is told on its command line. */
export type EvilOptions = {
	/** The tracker to register with, to find victims at, or to attack. */
	readonly tracker?: Address;
	/** The peer to attack; without it, every peer in the tracker's WHO. */
	readonly target?: Address;
	/** Where to listen; port 0 takes a free one. */
	readonly listenOn: Address;
	/** A folder with the files to serve wrongly. */
	readonly folder?: string;
	/** Names to claim or to ask for, as byte strings. */
	readonly files: readonly string[];
	/** Same seed, same bytes. */
	readonly seed: number;
	/** When to stop at the latest, in seconds. */
	readonly seconds: number;
	/** Takes what happens, as plain JSON. */
	readonly emit: (event: EvilEvent) => void;
};

/** What an attacker tells the harness, one JSON object a line. */
export type EvilEvent =
	| {readonly event: 'listening'; readonly address: string; readonly port: number}
	/** From now on the attack may strike. */
	| {readonly event: 'ready'; readonly attack: string}
	| {readonly event: 'registered'; readonly alias: string; readonly files: number}
	/** `count` connections or requests so far in which the attack really did its harm; `met` tells how often each victim was met, by its address. */
	| {
			readonly event: 'struck';
			readonly attack: string;
			readonly count: number;
			readonly met: Readonly<Record<string, Met>>;
	  }
	/** All it opens at a time is open, or was refused: from now on it is at its worst. */
	| {readonly event: 'crowded'; readonly attack: string; readonly open: number; readonly of: number}
	/** It will strike no more, and stays for what it has done to be seen. */
	| {readonly event: 'staying'; readonly attack: string}
	/** What a victim answered to a request it had better refuse: the first bytes, in base64. */
	| {
			readonly event: 'loot';
			readonly attack: string;
			readonly asked: string;
			readonly bytes: number;
			readonly head: string;
	  };

/** What an attack has at hand while it runs. */
export type Scene = EvilOptions & {
	readonly signal: AbortSignal;
	readonly log: (line: string) => void;
	readonly random: Random;
	/** Says that the attack did its harm once more, and to whom. */
	readonly strike: Strike;
};

/** How often a victim was met, and what it asked for, if it did: names as byte strings, at most a hundred. */
export type Met = {readonly times: number; readonly files: readonly string[]};

/** A blow. @param victim - Its address. @param file - What it had asked for. */
export type Strike = (victim: string, file?: string) => void;

/** A scene with one victim: every blow is against it. */
export type AimedScene = Omit<Scene, 'strike'> & {readonly strike: () => void};

/** The part of an attack that aims at one victim. */
export const aimedAt = ({address}: Address, scene: Scene): AimedScene => ({
	...scene,
	strike: () => scene.strike(address),
});
