import {once} from 'node:events';
import {Worker} from 'node:worker_threads';

/** An idle thread is ended after so long, in milliseconds: it holds some 8 MB. */
const IDLE_MS = 1000;

/** What is read of a file: bytes to its end, and their MD5. */
type Hashed = {readonly bytes: number; readonly md5: Uint8Array};

/** What the thread says of a file, or why it could not be read. */
type Answer =
	| Hashed
	| {readonly failure: string; readonly errno: number | undefined; readonly code: string | undefined};

let worker: Worker | undefined;
let turn: Promise<unknown> = Promise.resolve();
let idle: NodeJS.Timeout | undefined;

/**
Hash an open file on a thread of its own, so that uploads do not wait: one file after the other, the thread is started when it is needed.

@param file - A descriptor, to be kept open until the promise settles.
@throws {Error} The reason of `signal`, when it aborts; the system's error, with its `code`, if the file cannot be read.
*/
export const hashAside = (file: number, {signal}: {readonly signal: AbortSignal}): Promise<Hashed> => {
	const hashed = turn.then(() => hashNow(file, signal));
	turn = hashed.catch(() => undefined);
	return hashed;
};

const hashNow = async (file: number, signal: AbortSignal): Promise<Hashed> => {
	signal.throwIfAborted();
	clearTimeout(idle);
	worker ??= startWorker();
	const hasher = worker;
	try {
		hasher.postMessage(file);
		const [answer] = (await once(hasher, 'message', {signal})) as [Answer];
		idle = setTimeout(() => void end(hasher), IDLE_MS).unref();
		if ('failure' in answer) {
			throw Object.assign(new Error(answer.failure), {errno: answer.errno, code: answer.code});
		}

		return answer;
	} catch (error) {
		await end(hasher); // Only then may the descriptor be closed.
		signal.throwIfAborted();
		throw error;
	}
};

const startWorker = (): Worker => {
	// From its text, since a single executable has no file to start it from.
	const started = new Worker(`(${beHasher})()`, {
		eval: true,
		resourceLimits: {maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16},
	});
	started.unref();
	return started;
};

const end = async (hasher: Worker): Promise<void> => {
	if (worker === hasher) {
		worker = undefined;
	}

	await hasher.terminate();
};

/** The whole program of the thread: it can use nothing from outside. */
const beHasher = (): void => {
	const {readSync} = process.getBuiltinModule('node:fs');
	const {createHash} = process.getBuiltinModule('node:crypto');
	const {parentPort} = process.getBuiltinModule('node:worker_threads');
	const piece = Buffer.allocUnsafeSlow(256 * 1024);
	parentPort?.on('message', (file: number) => {
		try {
			const hash = createHash('md5');
			let bytes = 0;
			for (;;) {
				const read = readSync(file, piece, 0, piece.length, bytes);
				if (read === 0) {
					break;
				}

				hash.update(piece.subarray(0, read));
				bytes += read;
			}

			parentPort?.postMessage({bytes, md5: hash.digest()});
		} catch (error) {
			const {message, errno, code} = error as NodeJS.ErrnoException;
			parentPort?.postMessage({failure: message, errno, code});
		}
	});
};
