import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {join} from 'node:path';
import {aborted} from '../net/abortable.ts';
import {type Random, seededRandom} from '../net/seeded-random.ts';
import {digestText} from '../protocol/digest.ts';
import {quote, unquote} from '../protocol/quoting.ts';
import type {Attack, Scene} from './attack.ts';
import {listen} from './listen.ts';
import {openTrackerLink, type TrackerLink} from './tracker-link.ts';
import {addressOf, pause} from './wire.ts';

/** One downloader that asked us for a file. */
export type Victim = {
	readonly socket: Socket;
	/** What it asked for, as a byte string. */
	readonly name: string;
	/** The real bytes, when we have them. */
	readonly file: Buffer | undefined;
	/** A random stream of its own, by its place in the queue. */
	readonly random: Random;
	readonly strike: () => void;
};

/** Makes an attack on downloaders from the one thing that differs: what they get when they ask. */
export const uploadAttack = ({
	answer,
	...attack
}: Omit<Attack, 'run' | 'aimsAt'> & {
	readonly answer: (victim: Victim) => Promise<void>;
}): Attack => ({...attack, aimsAt: 'downloader', run: scene => runUploader(scene, {attack: attack.name, answer})});

/** Listens, claims files at the tracker, and answers whoever asks, until the scene ends. */
const runUploader = async (
	scene: Scene,
	{attack, answer}: {readonly attack: string; readonly answer: (victim: Victim) => Promise<void>},
): Promise<void> => {
	const files = await loadFolder(scene.folder);
	let asked = 0;
	const serve = async (socket: Socket) => {
		const victim = addressOf(socket);
		const name = await requestLine(socket);
		if (name !== undefined) {
			const random = seededRandom(scene.seed, `${attack} ${name} ${asked++}`);
			await answer({socket, name, file: files.get(name), random, strike: () => scene.strike(victim, name)});
		}

		socket.end();
	};

	await using door = await listen(
		scene.listenOn,
		socket => {
			serve(socket).catch((error: unknown) => scene.log(`answering a victim failed: ${String(error)}`));
		},
		scene,
	);
	scene.emit({event: 'listening', address: door.address, port: door.port});
	await claimFiles(scene, {attack, port: door.port, files});
	await aborted(scene.signal);
};

/** Largest file an attacker loads, in bytes: it keeps them all in memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The regular files of a folder by name (a byte string); none without a folder. */
const loadFolder = async (folder: string | undefined): Promise<ReadonlyMap<string, Buffer>> => {
	const files = new Map<string, Buffer>();
	if (folder === undefined) {
		return files;
	}

	for (const entry of await readdir(Buffer.from(folder), {withFileTypes: true, encoding: 'buffer'})) {
		if (entry.isFile()) {
			const bytes = await readFile(Buffer.concat([Buffer.from(join(folder, '/')), entry.name]));
			files.set(entry.name.toString('latin1'), bytes.subarray(0, MAX_FILE_BYTES));
		}
	}

	return files;
};

/** A victim that takes longer than this to ask, or says more than a line can hold, is let go. */
const ASK_MS = 10_000;
const MAX_LINE_BYTES = 8192;

/**
Reads what a downloader asks for.

@returns The name, unquoted, as a byte string; undefined when it asked for nothing in time.
*/
const requestLine = async (socket: Socket): Promise<string | undefined> => {
	let heard = '';
	const line = Promise.withResolvers<string | undefined>();
	const giveUp = setTimeout(() => line.resolve(undefined), ASK_MS);
	socket.on('data', chunk => {
		if (heard.length <= MAX_LINE_BYTES && !heard.includes('\n')) {
			heard += chunk.toString('latin1');
		}

		if (heard.includes('\n')) {
			line.resolve(heard);
		}
	});
	socket.once('close', () => line.resolve(undefined));
	const [word, name] = ((await line.promise) ?? '').trim().split(/\s+/);
	clearTimeout(giveUp);
	return word === 'GET' && name !== undefined ? unquote(name) : undefined;
};

/** Times an attacker registers the same address: the more lines of a WANT's reply are ours, the sooner we are asked. */
const ALIASES = 3;

/** How often an attacker looks for new names to claim, in milliseconds. */
const LOOK_EVERY_MS = 300;

/** Names an attacker claims at most (a tracker takes 1000). */
const MAX_CLAIMS = 500;

/**
Registers with the tracker, claims our files, the names given, and whatever anybody else has, with the digests the
tracker knows, so that it believes us; goes on claiming new names until the scene ends.
*/
const claimFiles = async (
	scene: Scene,
	{attack, port, files}: {readonly attack: string; readonly port: number; readonly files: ReadonlyMap<string, Buffer>},
): Promise<void> => {
	const {tracker, listenOn, signal} = scene;
	if (tracker === undefined) {
		return;
	}

	using links = new DisposableStack();
	const aliases: TrackerLink[] = [];
	for (let number = 1; number <= ALIASES; number++) {
		const link = await openTrackerLink(tracker, {signal, from: listenOn.address});
		if (link !== undefined) {
			aliases.push(links.use(link));
			await link.ask(`ADDR evil-${attack}-${number} ${link.source}:${port}`);
		}
	}

	const digests = new Map(files.entries().map(([name, bytes]) => [name, digestOf(bytes)]));
	const claimed = new Set<string>();
	const claim = async (names: Iterable<string>) => {
		for (const name of names) {
			if (!claimed.has(name) && claimed.size < MAX_CLAIMS) {
				claimed.add(name);
				const digest = digests.get(name) ?? (await aliases[0]?.ask(`MD5SUM ${quote(name)}`))?.data[0] ?? '';
				await Promise.all(aliases.map(link => link.ask(`HAVE ${quote(name)} ${digest}`)));
			}
		}
	};

	await claim([...files.keys(), ...scene.files]);
	scene.emit({event: 'registered', alias: `evil-${attack}-1`, files: claimed.size});
	scene.emit({event: 'ready', attack});
	while (!signal.aborted) {
		const list = await aliases[0]?.ask('LIST');
		await claim((list?.data ?? []).map(line => unquote(line.replace(/^FILE\s+/, ''))));
		await pause(LOOK_EVERY_MS, signal);
	}
};

const digestOf = (bytes: Buffer): string => digestText(createHash('md5').update(bytes).digest());
