import {isIPv4} from 'node:net';
import {parseArgs} from 'node:util';
import {VERSION} from '../net/version.ts';
import {DEFAULT_TRACKER_PORT} from '../protocol/limits.ts';
import type {TrackerPlan} from './tracker.ts';

/** The command line makes no sense: printed with the usage, exit status 1. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** What the command line asks for. */
export type TrackerCommand =
	| {readonly type: 'print'; readonly text: string}
	| {
			readonly type: 'run';
			readonly plan: TrackerPlan;
			readonly metricsPort: number | undefined;
			readonly tellsRefusals: boolean;
	  }
	| {readonly type: 'evil'; readonly plan: TrackerPlan; readonly mode: string; readonly seed: number};

/** Printed by --help, and after a mistake. */
const USAGE = `osptracker: tells peers about each other (OSP2P)

Usage: osptracker [options]
  -p, --port PORT        listen there (default ${DEFAULT_TRACKER_PORT})
      --any-port         listen at a port the system chooses, and say which
      --address A        listen at this address only (default 0.0.0.0)
  -l                     accepted for old scripts; changes nothing
  -x, --only-local       list peers of this machine only
  -f, --fake-peers       tell of 250 invented peers first, to try a peer's buffers
      --max-clients N    serve at most N clients at once (default 32768)
      --max-per-address N  of them from one address (default: half of them)
      --max-unread-mib N  memory for what clients sent and do not read, all
                         together (default 128); beyond, who took nothing for
                         the longest is dropped, of those with over 4 KiB first
      --max-offers-mib N  memory for the names that peers offer, all together
                         (default 256); beyond, of the address that offers
                         most the peer that offers most is dropped
      --stall-seconds N  drop a client that takes nothing of its replies for
                         so long (default 60)
      --tell-refusals    print each request that is refused, as a line of JSON
      --metrics PORT     Prometheus figures at http://127.0.0.1:PORT/metrics
  -b, --evil MODE        misbehave, to try peers; "--evil list" tells the ways
      --seed N           seed of --evil (default 1); of an honest tracker, the
                         order of holders in WANT (default: another each time)
      --around ALIAS     to try peers: holders whose alias begins so come first
                         and last in WANT
  -h, --help             this text
      --version          the version

It keeps nothing on disk: what it knows are its connections.
`;

/**
Read the command line.

@param argv - Without the program's name.
@throws {UsageError} If there is an unknown option, a stray word, or a number out of range.
*/
export const parseOptions = (argv: readonly string[]): TrackerCommand => {
	const given = parseArgv(argv);
	if (given.help) {
		return {type: 'print', text: USAGE};
	}

	if (given.version) {
		return {type: 'print', text: `osptracker ${VERSION}\n`};
	}

	const maxConnections = number(given['max-clients'], {option: '--max-clients', from: 1, to: 1_000_000}) ?? 32_768;
	const half = Math.ceil(maxConnections / 2);
	const port = number(given.port, {option: '--port', from: 1, to: 65_535}) ?? DEFAULT_TRACKER_PORT;
	const plan: TrackerPlan = {
		address: addressOf(given.address ?? '0.0.0.0'),
		port: given['any-port'] ? 0 : port,
		onlyLocal: given['only-local'] ?? false,
		withFakePeers: given['fake-peers'] ?? false,
		seed: number(given.seed, {option: '--seed', from: 0, to: 2 ** 32 - 1}),
		around: given.around,
		maxConnections,
		maxPerAddress: number(given['max-per-address'], {option: '--max-per-address', from: 1, to: 1_000_000}) ?? half,
		maxUnreadBytes:
			(number(given['max-unread-mib'], {option: '--max-unread-mib', from: 1, to: 1_000_000}) ?? 128) * 1024 * 1024,
		maxOfferBytes:
			(number(given['max-offers-mib'], {option: '--max-offers-mib', from: 1, to: 1_000_000}) ?? 256) * 1024 * 1024,
		stallMs: (number(given['stall-seconds'], {option: '--stall-seconds', from: 1, to: 86_400}) ?? 60) * 1000,
	};
	if (given.evil !== undefined) {
		return {
			type: 'evil',
			plan,
			mode: given.evil,
			seed: plan.seed ?? 1,
		};
	}

	return {
		type: 'run',
		plan,
		metricsPort: number(given.metrics, {option: '--metrics', from: 0, to: 65_535}),
		tellsRefusals: given['tell-refusals'] ?? false,
	};
};

const parseArgv = (argv: readonly string[]) => {
	try {
		return parseArgs({
			args: [...argv],
			options: {
				port: {type: 'string', short: 'p'},
				'any-port': {type: 'boolean'},
				address: {type: 'string'},
				local: {type: 'boolean', short: 'l'},
				'only-local': {type: 'boolean', short: 'x'},
				'fake-peers': {type: 'boolean', short: 'f'},
				'max-clients': {type: 'string'},
				'max-per-address': {type: 'string'},
				'max-unread-mib': {type: 'string'},
				'max-offers-mib': {type: 'string'},
				'stall-seconds': {type: 'string'},
				'tell-refusals': {type: 'boolean'},
				metrics: {type: 'string'},
				evil: {type: 'string', short: 'b'},
				seed: {type: 'string'},
				around: {type: 'string'},
				help: {type: 'boolean', short: 'h'},
				version: {type: 'boolean'},
			},
		}).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
};

const addressOf = (text: string): string => {
	if (!isIPv4(text)) {
		throw new UsageError(`--address takes an IPv4 address, like 127.0.0.1, not "${text}"`);
	}

	return text;
};

const number = (
	text: string | undefined,
	{option, from, to}: {readonly option: string; readonly from: number; readonly to: number},
): number | undefined => {
	if (text === undefined) {
		return undefined;
	}

	const value = Number(text);
	if (!/^\d+$/.test(text) || value < from || value > to) {
		throw new UsageError(`${option} takes a whole number from ${from} to ${to}, not "${text}"`);
	}

	return value;
};
