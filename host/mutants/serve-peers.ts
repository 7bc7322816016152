import {constants} from 'node:fs';
import {type FileHandle, open, readFile} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {unquote} from '../../guest/protocol/quoting.ts';
import {mayGrow} from './memory-limit.ts';

/** Bounds of serving: the whole request in milliseconds and bytes, a stalled answer in milliseconds, and connections at a time. */
const REQUEST_MS = 8000;
const MAX_LINE_BYTES = 4096;
const STALL_MS = 4000;
const MAX_CONNECTIONS = 600;
const BLOCK_BYTES = 64 * 1024;

type ServeOptions = {readonly dir: string; readonly hole: string};

/**
Serves the files of a folder.

@param whenFree - Nobody is served before.
@returns The port.
*/
export const servePeers = async (
	dir: string,
	{port, hole, whenFree}: {readonly port: number; readonly hole: string; readonly whenFree: Promise<void>},
): Promise<{readonly port: number}> => {
	let turn = whenFree;
	let connections = 0;
	const server = createServer({allowHalfOpen: hole === 'leaks-connections'}, socket => {
		connections += 1;
		if (hole === 'skips-every-21st' && connections % 21 === 0) {
			socket.on('error', () => {}).resume();
			return; // It stays open, and nobody looks at it.
		}

		if (hole !== 'dies-of-hang-up') {
			socket.on('error', () => {});
		}

		if (hole === 'spins-when-left') {
			socket.once('close', () => setImmediate(spin));
		}

		if (hole === 'serves-one-at-a-time') {
			turn = turn.then(async () => serve(socket, {dir, hole}));
		} else {
			void turn.then(async () => serve(socket, {dir, hole}));
		}
	});
	server.maxConnections = hole === 'leaks-connections' ? 10_000 : MAX_CONNECTIONS;
	const ready = Promise.withResolvers<void>();
	server.listen({port, host: '0.0.0.0'}, () => ready.resolve());
	await ready.promise;
	const bound = server.address();
	return {port: bound !== null && typeof bound === 'object' ? bound.port : port};
};

/** Looks for ever whether there is something to do. */
const spin = (): void => {
	setImmediate(spin);
};

const serve = async (socket: Socket, options: ServeOptions): Promise<void> => {
	const isPatient = options.hole === 'serves-one-at-a-time';
	const giveUp = setTimeout(() => socket.destroy(), isPatient ? 60_000 : REQUEST_MS);
	const request = await requestOf(socket, options.hole);
	clearTimeout(giveUp);
	if (request !== undefined && !socket.destroyed) {
		await answer(socket, request, options);
	}

	if (options.hole !== 'never-closes' && (request !== undefined || options.hole !== 'leaks-connections')) {
		socket.end();
		socket.destroySoon();
	}
};

/** The first line; undefined when it does not come, or is too long. */
const requestOf = async (socket: Socket, hole: string): Promise<string | undefined> => {
	if (socket.destroyed) {
		return undefined; // Gone while it waited for its turn.
	}

	const line = Promise.withResolvers<string | undefined>();
	const chunks: Buffer[] = [];
	let bytes = 0;
	socket.on('data', (chunk: Buffer) => {
		if (bytes <= MAX_LINE_BYTES || (hole === 'no-line-limit' && mayGrow())) {
			chunks.push(chunk);
			bytes += chunk.length;
		}

		if (chunk.includes(10)) {
			line.resolve(Buffer.concat(chunks).toString('latin1'));
		} else if (bytes > MAX_LINE_BYTES && hole !== 'no-line-limit' && hole !== 'keeps-every-answer') {
			socket.destroy();
		}
	});
	socket.once('close', () => line.resolve(undefined));
	socket.once('end', () => line.resolve(undefined));
	return line.promise;
};

const answer = async (socket: Socket, request: string, options: ServeOptions): Promise<void> => {
	const {hole} = options;
	const [, word] = /^GET[ \t]+([^\s]+)[ \t]+OSP2P\s/.exec(request) ?? [];
	if (word === undefined) {
		if (hole === 'dies-of-odd-request') {
			process.exit(1);
		}

		return;
	}

	const name = unquote(word);
	if ((hole === 'dies-of-long-name' && name.length > 512) || (hole === 'dies-of-odd-name' && name.includes('\0'))) {
		process.exit(1);
	}

	if (hole === 'keeps-every-answer') {
		await keepAnswers(socket, {name, times: request.split('\n').length - 1, dir: options.dir});
		return;
	}

	if (hole === 'evil-by-default') {
		socket.write('nothing of the file');
		return;
	}

	await using handle = await openShared(name, options);
	if (handle !== undefined) {
		await sendFile(socket, handle, {stallMs: hole === 'serves-one-at-a-time' ? 60_000 : STALL_MS});
	}
};

/** A regular file of the folder itself, links not followed; undefined for anything else. */
const openShared = async (name: string, {dir, hole}: ServeOptions): Promise<FileHandle | undefined> => {
	const isPath = name.includes('/') || name.includes('\0') || name === '.' || name === '..';
	if (isPath && (hole !== 'trusts-the-path' || name.includes('\0'))) {
		return undefined;
	}

	const path = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(name, 'latin1')]);
	const flags = constants.O_RDONLY | constants.O_NONBLOCK | (hole === 'follows-links' ? 0 : constants.O_NOFOLLOW);
	const handle = await open(path, flags).catch(() => undefined);
	const isFile = (await handle?.stat())?.isFile() ?? false;
	if (!isFile) {
		await handle?.close();
		return undefined;
	}

	return handle;
};

const sendFile = async (socket: Socket, handle: FileHandle, {stallMs}: {readonly stallMs: number}): Promise<void> => {
	const block = Buffer.alloc(BLOCK_BYTES);
	for (;;) {
		const {bytesRead} = await handle.read(block, 0, block.length);
		if (bytesRead === 0 || socket.destroyed) {
			return;
		}

		if (!socket.write(Buffer.from(block.subarray(0, bytesRead)))) {
			const room = Promise.withResolvers<void>();
			const giveUp = setTimeout(() => socket.destroy(), stallMs);
			socket.once('drain', room.resolve);
			socket.once('close', () => room.resolve());
			await room.promise;
			clearTimeout(giveUp);
		}
	}
};

const KEPT: Buffer[] = [];

const keepAnswers = async (
	socket: Socket,
	{name, times, dir}: {readonly name: string; readonly times: number; readonly dir: string},
): Promise<void> => {
	const bytes = await readFile(`${dir}/${name.replaceAll(/[/\0]/g, '_')}`).catch(() => Buffer.alloc(0));
	for (let time = 0; time < times && mayGrow(); time++) {
		KEPT.push(Buffer.from(bytes));
	}

	socket.write(bytes);
};
