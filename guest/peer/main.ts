#!/usr/bin/env node
import {randomInt} from 'node:crypto';
import {createWriteStream} from 'node:fs';
import type {Writable} from 'node:stream';
import type {Main} from '../net/persistent-worker.ts';
import {runMain} from '../net/run-main.ts';
import {seededRandom} from '../net/seeded-random.ts';
import {VERSION} from '../net/version.ts';
import {eventWriter} from './event-writer.ts';
import {helpText} from './help-text.ts';
import {humanLine, readableName} from './human-line.ts';
import type {PeerEvent, Tell} from './peer-event.ts';
import {type PeerOptions, parsePeerOptions, UsageError} from './peer-options.ts';
import {processStart} from './process-start.ts';
import {type ProgressLine, progressLine} from './progress-line.ts';
import {runPeer} from './run-peer.ts';
import {TransferError} from './transfer-error.ts';

const print = (text: string): boolean => process.stdout.write(text);
const log = (line: string): boolean => process.stderr.write(`osppeer: ${line}\n`);

const main: Main = async (argv, {signal}) => {
	const parsed = parsePeerOptions(argv, process.env);
	switch (parsed.command) {
		case 'help':
			print(helpText());
			return 0;
		case 'version':
			print(`osppeer ${VERSION}\n`);
			return 0;
		default:
			return parsed.options.evil === undefined
				? beGood(parsed.options, signal)
				: beEvil(parsed.options, parsed.options.evil, signal);
	}
};

const beGood = async (options: PeerOptions, signal: AbortSignal): Promise<number> => {
	const alias = options.alias ?? `user${Math.floor(Date.now() / 1000)}`;
	const write =
		options.events === undefined ? () => undefined : eventWriter(eventStream(options.events), {now: () => new Date()});
	const progress: ProgressLine | undefined = process.stderr.isTTY ? progressLine(process.stderr) : undefined;
	const tell: Tell = event => {
		write(event);
		progress?.note(event);
		const line = event.event === 'listening' ? listeningLine(event, alias) : humanLine(event);
		if (line !== undefined) {
			progress?.clear();
			log(line);
		}
	};
	const {missing} = await runPeer(
		{...options, alias},
		{
			clock: () => performance.now(),
			now: () => Date.now(),
			random: seededRandom(options.seed ?? randomInt(2 ** 32), 'peer'),
			pid: process.pid,
			userId: process.getuid?.(),
			startOf: processStart,
			tell,
			onBytes: (file, bytes) => progress?.add(file, bytes),
			signal,
		},
	);
	progress?.clear();
	if (missing.length > 0) {
		log(`did not come: ${missing.map(readableName).join(', ')}`);
	}

	return missing.length > 0 && options.once ? 1 : 0;
};

/** The one door to the bad habits: an honest run never loads them. */
const beEvil = async (options: PeerOptions, mode: string, signal: AbortSignal): Promise<number> => {
	const {listing, runEvil} = await import('../adversary/catalogue.ts');
	if (mode === 'list') {
		print(listing());
		return 0;
	}

	const {address = '0.0.0.0', port = 0, seed = randomInt(2 ** 32), events, ...others} = options;
	const write = events === undefined ? () => undefined : eventWriter(eventStream(events), {now: () => new Date()});
	try {
		await runEvil(mode, {...others, seed, listenOn: {address, port}, emit: write}, {signal, log});
		return 0;
	} catch (error) {
		if (!(error instanceof Error && error.name === 'EvilUsageError')) {
			throw error;
		}

		throw new UsageError(error.message);
	}
};

const listeningLine = ({address, port}: Extract<PeerEvent, {event: 'listening'}>, alias: string): string =>
	`listening on ${address}:${port} as ${readableName(alias)}`;

/** Where events go. A file that cannot be written is complained of, and costs nobody a file. */
const eventStream = (path: string): Writable =>
	path === '-'
		? process.stdout
		: createWriteStream(path, {flags: 'a'}).on('error', ({message}) => void log(`events are lost: ${message}`));

/** Whoever read our lines is gone. */
const serveOn = (): void => undefined;

// Listening asks for the first, digests for the second.
runMain(['node:cluster', 'node:crypto'], async (argv, options) => {
	for (const stream of [process.stderr, process.stdout]) {
		stream.off('error', serveOn).on('error', serveOn);
	}

	try {
		return await main(argv, options);
	} catch (error) {
		if (!(error instanceof UsageError || error instanceof TransferError)) {
			process.exitCode = 2;
			throw error; // A bug: let Node print the stack.
		}

		log(error instanceof UsageError ? `${error.message}\nosppeer: --help tells what is understood` : error.message);
		return 1;
	}
});
