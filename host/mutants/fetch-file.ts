import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {open, rename, rm, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {digestText, isDigest} from '../../guest/protocol/digest.ts';
import type {Endpoint} from '../../guest/protocol/endpoint.ts';
import {formatGetRequest} from '../../guest/protocol/get-request.ts';
import {type PeerEntry, parsePeerLine} from '../../guest/protocol/peer-line.ts';
import {quote} from '../../guest/protocol/quoting.ts';
import {spelled} from './spelled.ts';
import type {TrackerClient} from './tracker-client.ts';

/** Bounds of a download: bytes; milliseconds without a byte; and bytes a second after the first seconds. Tight, for scenarios are short. */
const MAX_BYTES = 32 * 1024 * 1024;
const IDLE_MS = 1500;
const RATE_AFTER_MS = 2500;
const LEAST_RATE = 4096;
const DIAL_MS = 2000;

/** What a careless program takes for the end of a file, in milliseconds: less than a round trip of 80. */
const PAUSE_MS = 60;

/** Times the tracker is asked again when every holder failed. */
const ROUNDS = 2;

type FetchOptions = {
	readonly dir: string;
	readonly tracker: TrackerClient;
	readonly hole: string;
	/** Called with every piece that comes. */
	readonly onBytes: () => void;
};

/** Tries every holder of a file until one gives the right bytes; says HAVE then. Gives up quietly. */
export const fetchFile = async (file: string, options: FetchOptions): Promise<void> => {
	const {dir, tracker, hole, onBytes} = options;
	let attempt = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const told = (await tracker.ask(`MD5SUM ${quote(file)}`))[0]?.trim();
		const isOdd = told !== undefined && !isDigest(told);
		if (isOdd && hole === 'refuses-garbage-digests') {
			return;
		}

		if (isOdd && hole === 'dies-of-odd-digest') {
			process.exit(1);
		}

		if (isOdd && hole === 'empty-for-odd-digest') {
			await writeFile(bytePath(dir, file), '');
			await tracker.have(`HAVE ${quote(file)}`);
			return;
		}

		const digest = isOdd ? undefined : told;
		const holders = holdersIn(await tracker.ask(`WANT ${quote(file)}`), {self: tracker.self, hole});
		for (const holder of holders) {
			const temporary = bytePath(dir, `.${file}.${process.pid}.${attempt++}.part`);
			const got = await download(holder, file, {temporary, digest, hole, onBytes}).catch(() => undefined);
			if (got !== undefined && isRight(got, {digest, hole})) {
				await rename(temporary, bytePath(dir, file));
				await tracker.have(`HAVE ${quote(file)} ${spelled(got.digest, hole)}`);
				return;
			}

			if (hole !== 'keeps-partial-files') {
				await rm(temporary, {force: true});
			}
		}

		if (hole === 'asks-one-holder') {
			return;
		}
	}
};

/** From the last named to the first, as the original does, or the other way round. */
const holdersIn = (
	lines: readonly string[],
	{self, hole}: {readonly self: string; readonly hole: string},
): Endpoint[] => {
	const entries = lines.flatMap((line): PeerEntry[] => {
		try {
			return [parsePeerLine(line)];
		} catch (error) {
			if (hole === 'dies-of-bad-peer-line') {
				throw error;
			}

			return [];
		}
	});
	const inOrder = hole === 'waits-at-the-first' ? entries : entries.toReversed();
	const unique = new Map(inOrder.map(({address, port}) => [`${address}:${port}`, {address, port}]));
	unique.delete(self);
	const most = hole === 'asks-one-holder' ? 1 : hole === 'tries-ten-holders' ? 10 : 500;
	return [...unique.values()].slice(0, most);
};

type Got = {readonly bytes: number; readonly digest: string; readonly closed: boolean};

const isRight = (
	{bytes, digest, closed}: Got,
	{digest: wanted, hole}: {readonly digest: string | undefined; readonly hole: string},
): boolean => {
	if (hole === 'takes-empty-for-file' && bytes === 0 && closed) {
		return true;
	}

	if (hole === 'ignores-digests') {
		return bytes > 0 && closed;
	}

	if (hole === 'takes-a-pause-for-the-end') {
		return bytes > 0;
	}

	return wanted === undefined ? bytes > 0 && closed : digest === wanted && (closed || hole !== 'needs-a-close');
};

/** Takes what a holder sends, to its end or to a bound. @throws When it breaks off, is too slow or sends too much. */
const download = async (
	{address, port}: Endpoint,
	file: string,
	{
		temporary,
		digest,
		hole,
		onBytes,
	}: Pick<FetchOptions, 'hole' | 'onBytes'> & {readonly temporary: Buffer; readonly digest: string | undefined},
): Promise<Got> => {
	const socket = connect({host: address, port, timeout: DIAL_MS});
	socket.once('timeout', () => socket.destroy(new Error('not there')));
	await once(socket, 'connect');
	socket.setTimeout(0);
	socket.on('error', () => undefined); // The loop below throws it, also when it comes before the loop begins.
	const patient = hole === 'waits-for-ever' || hole === 'waits-at-the-first';
	const isCareless = hole === 'takes-a-pause-for-the-end';
	const startedMs = performance.now();
	let bytes = 0;
	let silentMs = startedMs;
	let isIdle = false;
	const watch = setInterval(
		() => {
			const now = performance.now();
			const tooSlow = now - startedMs > RATE_AFTER_MS && bytes / ((now - startedMs) / 1000) < LEAST_RATE;
			const idleMs = isCareless && bytes > 0 ? PAUSE_MS : IDLE_MS;
			if (!patient && (now - silentMs > idleMs || (tooSlow && hole !== 'no-least-rate'))) {
				isIdle = true;
				socket.destroy();
			}
		},
		isCareless ? 10 : 200,
	);
	socket.write(formatGetRequest(file), 'latin1');
	const hash = createHash('md5');
	await using handle = await open(temporary, 'w');
	try {
		for await (const chunk of socket as AsyncIterable<Buffer>) {
			bytes += chunk.length;
			onBytes();
			silentMs = performance.now();
			const most = hole === 'caps-at-64-kib' ? 64 * 1024 : MAX_BYTES;
			if (bytes > most && hole !== 'no-size-limit') {
				throw new Error('too large');
			}

			hash.update(chunk);
			await handle.write(chunk);
			if (bytes > 2 * MAX_BYTES) {
				await handle.truncate(0); // Of a size without limit, no more is needed to be found out.
			}
		}
	} catch (error) {
		if (!isIdle) {
			throw error;
		}
	} finally {
		clearInterval(watch);
		socket.destroy();
	}

	const got = digestText(hash.digest());
	if (isIdle && got !== digest && !isCareless) {
		throw new Error('too slow');
	}

	return {bytes, digest: got, closed: !isIdle};
};

const bytePath = (dir: string, name: string): Buffer =>
	Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(name, 'latin1')]);
