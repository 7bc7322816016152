#!/usr/bin/env node
import {createServer, type Socket} from 'node:net';
import {setTimeout as delay, setImmediate} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {splitWords} from '../../guest/protocol/words.ts';
import {mayGrow} from './memory-limit.ts';
import {MutantRegistry} from './mutant-registry.ts';

/** A small tracker with one hole, or with none: what the judge is judged by. The reference is robust, not complete: it knows no BLOCKNOTIFY and no options. */
const {values} = parseArgs({
	options: {hole: {type: 'string', default: 'none'}, port: {type: 'string', short: 'p', default: '11111'}},
});
const {hole} = values;

const MAX_LINE_BYTES = 4096;

/** What is kept for one client that does not read, in bytes; then it is dropped. */
const MAX_UNREAD_BYTES = 2 * 1024 * 1024;

/** Requests of one client that are answered before the next client's. */
const LINES_A_TURN = 50;

/** How long one request takes the tracker that has a queue, in milliseconds: so that a flood is felt. */
const WORK_MS = 1;

const registry = new MutantRegistry({hole});
let queue: Promise<unknown> = Promise.resolve();

const serve = (socket: Socket): void => {
	const client = registry.enter((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
	let chunks: Buffer[] = [];
	let bytes = 0;
	socket.on('error', () => {});
	socket.on('close', () => client.leave());
	say(socket, '200 mutant tracker\n');
	socket.on('data', async (chunk: Buffer) => {
		if (mayGrow()) {
			chunks.push(chunk);
			bytes += chunk.length;
		}

		if (chunk.includes(10)) {
			const lines = Buffer.concat(chunks).toString('latin1').split('\n');
			const rest = Buffer.from(lines.pop() ?? '', 'latin1');
			chunks = [rest];
			bytes = rest.length;
			socket.pause();
			for (const [index, line] of lines.entries()) {
				take(socket, line, client.reply);
				if (index % LINES_A_TURN === LINES_A_TURN - 1) {
					await setImmediate(); // Everybody has their turn.
				}
			}

			socket.resume();
		}

		if (bytes >= MAX_LINE_BYTES && hole !== 'no-request-limit') {
			say(socket, '200 \n');
			socket.destroySoon();
		}
	});
};

const take = (socket: Socket, line: string, reply: (words: readonly string[]) => Reply): void => {
	const words = splitWords(line);
	if (words.length === 0 || socket.destroyed) {
		return;
	}

	const answer = async () => {
		const {text, calls = Promise.resolve(), ends = false} = reply(words);
		if (hole === 'first-come-first-served') {
			await delay(WORK_MS);
		}

		if (hole === 'calls-in-line') {
			await calls;
		}

		say(socket, text);
		if (ends) {
			socket.end();
		}
	};
	if (hole === 'first-come-first-served' || hole === 'calls-in-line') {
		queue = queue.then(answer);
	} else {
		void answer();
	}
};

type Reply = {readonly text: string; readonly calls?: Promise<unknown>; readonly ends?: boolean};

const say = (socket: Socket, text: string): void => {
	if (socket.destroyed) {
		return;
	}

	if (hole === 'keeps-unread-replies' ? mayGrow() : socket.writableLength <= MAX_UNREAD_BYTES) {
		socket.write(hole === 'cuts-long-replies' ? text.slice(0, 4096) : text, 'latin1');
	} else if (hole !== 'keeps-unread-replies') {
		socket.destroy();
	}
};

const server = createServer({allowHalfOpen: hole === 'leaks-clients'}, serve);
server.on('error', error => {
	if (!server.listening) {
		throw error;
	}
}); // A failed accept concerns one client.
server.maxConnections = hole === 'first-come-only' ? 1000 : 20_000;
server.listen({port: Number(values.port), host: '0.0.0.0'}, () => {
	process.stdout.write(`mutant tracker: listening on port ${values.port}\n`);
});
