import {isAbsolute, join} from 'node:path';
import {parseArgs} from 'node:util';
import {type Endpoint, parseEndpoint} from '../protocol/endpoint.ts';
import {type FileName, parseFileName} from '../protocol/file-name.ts';
import {DEFAULT_TRACKER_PORT} from '../protocol/limits.ts';
import {unquote} from '../protocol/quoting.ts';
import {OPTIONS} from './option-list.ts';
import {DEFAULT_LIMITS, LIMITS, type PeerLimits} from './peer-limits.ts';

/** The command line cannot be understood: printed as one sentence, with where help is. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** What the command line says. */
export type PeerOptions = {
	readonly tracker: Endpoint;
	readonly folder: string;
	/** Our own address: where we listen, where our connections come from, what we announce. Undefined: all, any, and that of the connection to the tracker. */
	readonly address: string | undefined;
	/** Undefined: the first free one of 11112 to 12999. */
	readonly port: number | undefined;
	readonly alias: string | undefined;
	readonly once: boolean;
	/** Where events go: a path, or `-` for standard output. */
	readonly events: string | undefined;
	/** Where digests of large files are remembered; undefined: nowhere. */
	readonly cacheFolder: string | undefined;
	/** The bad habit to take on; undefined for an honest peer. */
	readonly evil: string | undefined;
	/** With `evil`: whom to attack; undefined: every peer the tracker names. */
	readonly target?: Endpoint;
	/** With `evil`: when to stop, in seconds. */
	readonly seconds: number;
	readonly seed: number | undefined;
	readonly limits: PeerLimits;
	/** What to download. */
	readonly files: readonly FileName[];
};

/** What to do: run, or only tell something. */
export type PeerCommand =
	| {readonly command: 'help' | 'version'}
	| {readonly command: 'run'; readonly options: PeerOptions};

/**
Read a command line: that of the original (docs/protocol.md, section 4.3) and long options.

@param argv - Without the program's own name.
@param environment - Where the user keeps what programs may forget.
@throws {UsageError} If a word means nothing, with what is allowed.
*/
export const parsePeerOptions = (argv: readonly string[], environment: Environment = {}): PeerCommand => {
	const {values, positionals} = parse(joinOptionalValues(argv));
	if (values.help || values.version) {
		return {command: values.help ? 'help' : 'version'};
	}

	return {
		command: 'run',
		options: {
			tracker: trackerOf(values.tracker),
			folder: values.dir ?? '.',
			address: addressOf(values.address),
			port: values.port === undefined ? undefined : numberOf(values.port, '--port', {from: 1, to: 65_535}),
			alias: values.alias === undefined ? undefined : unquote(bytesOf(values.alias)),
			once: values.once ?? false,
			events: values.events,
			cacheFolder: cacheFolderOf(values['cache-dir'], environment),
			evil: values.evil,
			...(values.target !== undefined && {target: endpointOf(values.target, '--target')}),
			seconds: numberOf(values.seconds ?? '3600', '--seconds', {from: 1}),
			seed: values.seed === undefined ? undefined : numberOf(values.seed, '--seed', {from: 0}),
			limits: limitsOf(values),
			files: positionals.map(word => fileOf(word, {isQuoted: values.quoted ?? false})),
		},
	};
};

/** What of the environment counts. */
export type Environment = {readonly XDG_CACHE_HOME?: string | undefined; readonly HOME?: string | undefined};

/** `idleSeconds` is given as `--idle-seconds`. */
export const optionNameOf = (limit: string): string =>
	limit.replaceAll(/[A-Z]/g, capital => `-${capital.toLowerCase()}`);

type Values = {
	readonly [Name in (typeof OPTIONS)[number] as Name['name']]?: Name['type'] extends 'boolean' ? boolean : string;
};

const parse = (argv: readonly string[]): {readonly values: Values; readonly positionals: readonly string[]} => {
	const ours = OPTIONS.map(({name, short, type}) => [name, {type, ...(short && {short})}] as const);
	const limits = Object.keys(LIMITS).map(limit => [optionNameOf(limit), {type: 'string'}] as const);
	try {
		return parseArgs({args: [...argv], options: Object.fromEntries([...ours, ...limits]), allowPositionals: true});
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
};

/** `-b` may stand alone, and `-b 3` with a blank: the value of this one option is optional, which `parseArgs()` does not know. */
const joinOptionalValues = (argv: readonly string[]): string[] => {
	const joined: string[] = [];
	for (const word of argv) {
		if (joined.at(-1) === '-b' && /^\d+$/.test(word)) {
			joined[joined.length - 1] = `-b${word}`;
		} else {
			joined.push(word);
		}
	}

	const end = joined.indexOf('--');
	return joined.map((word, index) => (word === '-b' && (end === -1 || index < end) ? '-b1' : word));
};

/** The XDG base directory specification has relative paths ignored. */
const cacheFolderOf = (given: string | undefined, {XDG_CACHE_HOME, HOME}: Environment): string | undefined => {
	if (given === '') {
		throw new UsageError('--cache-dir takes a folder, or "none"');
	}

	if (given !== undefined) {
		return given === 'none' ? undefined : given;
	}

	if (XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)) {
		return join(XDG_CACHE_HOME, 'osppeer');
	}

	return HOME !== undefined && isAbsolute(HOME) ? join(HOME, '.cache', 'osppeer') : undefined;
};

/** Address and port, or one of them alone. */
const trackerOf = (text = '127.0.0.1'): Endpoint => {
	if (/^\d+$/.test(text)) {
		return endpointOf(`127.0.0.1:${text}`, '--tracker');
	}

	return endpointOf(text.includes(':') ? text : `${text}:${DEFAULT_TRACKER_PORT}`, '--tracker');
};

const endpointOf = (text: string, option: string): Endpoint => {
	const endpoint = parseEndpoint(text);
	if (endpoint === undefined) {
		throw new UsageError(
			`${option} takes an IPv4 address and a port, like 127.0.0.1:${DEFAULT_TRACKER_PORT}, not "${text}"`,
		);
	}

	return endpoint;
};

const addressOf = (text: string | undefined): string | undefined =>
	text === undefined ? undefined : endpointOf(`${text}:1`, '--address').address;

const numberOf = (
	text: string,
	option: string,
	{from, to = Number.MAX_SAFE_INTEGER}: {readonly from: number; readonly to?: number},
): number => {
	const number = Number(text);
	if (!/^\d+(?:\.\d+)?$/.test(text) || number < from || number > to) {
		throw new UsageError(
			`${option} takes a number${to === Number.MAX_SAFE_INTEGER ? ` of at least ${from}` : ` from ${from} to ${to}`}, not "${text}"`,
		);
	}

	return number;
};

const limitsOf = (values: Readonly<Record<string, unknown>>): PeerLimits => {
	const limits: Record<string, number> = {...DEFAULT_LIMITS};
	for (const limit of Object.keys(LIMITS)) {
		const text = values[optionNameOf(limit)];
		if (typeof text === 'string') {
			limits[limit] = numberOf(text, `--${optionNameOf(limit)}`, {from: 0});
		}
	}

	return limits as PeerLimits;
};

const fileOf = (word: string, {isQuoted}: {readonly isQuoted: boolean}): FileName => {
	try {
		return parseFileName(isQuoted ? unquote(bytesOf(word)) : bytesOf(word));
	} catch (error) {
		throw new UsageError(`cannot download that: ${(error as Error).message}`);
	}
};

/** The command line is UTF-8 on its way to us; names are bytes. */
const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
