import {quote} from '../../guest/protocol/quoting.ts';
import type {Command} from '../testbed/test-node.ts';

/** What a peer is told on its command line. Names are byte strings. */
export type PeerArgvOptions = {
	/** What our own peer calls itself at the tracker. */
	readonly alias: string;
	/** The address our own peer takes; its own choice when undefined. */
	readonly bindTo: string | undefined;
	readonly tracker: {readonly address: string; readonly port: number};
	readonly dir: string;
	readonly port: number;
	/** Names of files to fetch. */
	readonly files: readonly string[];
	/** How long our own peer lets a holder send before it asks another too; its default when undefined. */
	readonly rivalSeconds?: number | undefined;
};

/** What our adversary is told besides. */
export type EvilArgvOptions = PeerArgvOptions & {
	readonly mode: string;
	readonly seed: number;
	/** Whom to attack, as `a.b.c.d:port`; everybody when absent. */
	readonly target?: string;
};

/** Our peer: told its port, and to report what it does as JSON lines. */
export const ourPeerArgv = (
	program: Command,
	{alias, bindTo, tracker, dir, port, files, rivalSeconds}: PeerArgvOptions,
): Command => [
	...program,
	'--alias',
	alias,
	...(bindTo === undefined ? [] : ['--address', bindTo]),
	`-t${tracker.address}:${tracker.port}`,
	`-d${dir}`,
	'--port',
	String(port),
	...(rivalSeconds === undefined ? [] : ['--rival-seconds', String(rivalSeconds)]),
	'--events',
	'-',
	'--quoted',
	'--',
	...files.map(quote),
];

/** Our adversary: the peer's command line, and what it is to do wrong. */
export const evilPeerArgv = (program: Command, {mode, seed, target, ...options}: EvilArgvOptions): Command => [
	...program,
	'--evil',
	mode,
	'--seed',
	String(seed),
	...(target === undefined ? [] : ['--target', target]),
	...ourPeerArgv(program, options).slice(program.length),
];

/** Anybody's peer: its template filled in, or the original command line, which every implementation knows (docs/protocol.md, section 4.3). */
export const anyPeerArgv = (
	program: Command,
	{tracker, dir, port, files}: PeerArgvOptions,
	template?: string,
): Command =>
	template === undefined
		? [...program, `-t${tracker.address}:${tracker.port}`, `-d${dir}`, ...files]
		: fillIn(program, template, {
				tracker: [`${tracker.address}:${tracker.port}`],
				trackerAddress: [tracker.address],
				trackerPort: [String(tracker.port)],
				dir: [dir],
				port: [String(port)],
				files,
			});

/**
A tracker: its template filled in, or the original command line (section 3.5).

@param port - `{port}` where it is somebody else's to fill in.
*/
export const trackerArgv = (
	program: Command,
	{port, withFakePeers = false}: {readonly port: number | '{port}'; readonly withFakePeers?: boolean},
	template?: string,
): Command =>
	template === undefined
		? [...program, '-p', String(port), ...(withFakePeers ? ['-f'] : [])]
		: fillIn(program, template, {port: [String(port)]});

/** Our tracker: the order in which it names holders is the run's, so that who comes first is the same in every run of a seed. */
export const ourTrackerArgv = (
	program: Command,
	{
		port,
		withFakePeers,
		namesEvilFirst,
		seed,
	}: {
		readonly port: number;
		readonly withFakePeers: boolean;
		readonly namesEvilFirst: boolean;
		readonly seed: number;
	},
): Command => [
	...trackerArgv(program, {port, withFakePeers}),
	'--tell-refusals',
	'--seed',
	String(seed),
	...(namesEvilFirst ? ['--around', 'evil-'] : []),
];

/** Our evil tracker. */
export const evilTrackerArgv = (
	program: Command,
	{port, mode, seed}: {readonly port: number; readonly mode: string; readonly seed: number},
): Command => [...program, '-p', String(port), '--evil', mode, '--seed', String(seed)];

/** An argument that is one placeholder becomes as many arguments as there are values; a placeholder inside an argument takes them joined by commas. */
const fillIn = (program: Command, template: string, values: Readonly<Record<string, readonly string[]>>): Command => {
	const argv = template.split(/\s+/).filter(word => word !== '');
	const filled = argv.flatMap(word => {
		const whole = /^\{(\w+)\}$/.exec(word)?.[1];
		return whole !== undefined && values[whole] !== undefined
			? values[whole]
			: [word.replaceAll(/\{(\w+)\}/g, (text, name: string) => values[name]?.join(',') ?? text)];
	});
	return [...program, ...filled];
};
