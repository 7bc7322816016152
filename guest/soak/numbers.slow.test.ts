import {createHash} from 'node:crypto';
import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {scriptedTracker} from '../peer/proof/scripted-server.ts';
import {portIn, startProgram} from '../peer/proof/started-program.ts';
import {digestText} from '../protocol/digest.ts';
import {allFiles} from './many-names.ts';

const content = Buffer.alloc(5000, 'numbers ');
const digest = digestText(createHash('md5').update(content).digest());
const LARGE_BYTES = 16 * 1024 * 1024;

/** What a peer takes at most in MiB, the pages of its executable among it: 80 MiB of those, where the system keeps all of it in its cache. */
const MOST_MIB = 150;

for (const {title, replyBytes, slowReaders} of [
	{title: 'replies of 120 kB', replyBytes: 120_000, slowReaders: 0},
	{title: 'replies of 4 MB, 500 slow readers', replyBytes: 4_000_000, slowReaders: 500},
]) {
	test.serial(`10,000 names asked for, ${title}: the peer takes less than ${MOST_MIB} MiB`, async t => {
		t.timeout(120_000);
		await using stack = new AsyncDisposableStack();
		const holder = stack.use(await allFiles(content));
		const reply = wantReply(replyBytes, holder.port);
		const tracker = stack.use(
			await scriptedTracker(line =>
				line.startsWith('WANT') ? reply : line.startsWith('MD5SUM') ? `${digest}\n200 ok\n` : '200 ok\n',
			),
		);
		const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-numbers-')));
		await writeFile(join(path, 'large'), Buffer.alloc(LARGE_BYTES, 'l'));
		const names = Array.from({length: 10_000}, (_, index) => `file-number-${index}.txt`);
		const argv = ['-t', `127.0.0.1:${tracker.port}`, '-d', path, '--cache-dir', 'none', '--address', '127.0.0.1'];
		const peer = stack.use(startProgram('peer', [...argv, ...names], {isBuilt: true}));
		const port = portIn(await peer.line(/listening on/));
		stack.use(readSlowly(port, slowReaders));
		await peer.line(/saved/);
		let mostMiB = 0;
		let ownMiB = 0;
		for (const endMs = performance.now() + 15_000; performance.now() < endMs; await pause(100)) {
			mostMiB = Math.max(mostMiB, peer.usage()?.residentMiB ?? 0);
			ownMiB = Math.max(ownMiB, peer.usage()?.ownMiB ?? 0);
		}

		const done = peer.lines.filter(line => line.includes('saved')).length;
		t.log({mostMiB, ownMiB, done});
		t.true(done > 0);
		t.true(mostMiB < MOST_MIB, `${mostMiB} MiB`);
	});
}

/** A reply to WANT of about so many bytes: one peer that lives, behind as many dead ones as fit. */
function wantReply(bytes: number, port: number): string {
	const dead = Array.from(
		{length: Math.floor(bytes / 38)},
		(_, index) =>
			`PEER user${1_600_000_000 + index} 127.1.${(index >> 7) & 127}.${index & 127}:${2000 + (index >> 14)}`,
	);
	return [...dead, `PEER good 127.0.0.1:${port}`, '200 ok', ''].join('\n');
}

/** Readers of a large file, of four addresses, each a little faster than the least rate that a peer puts up with; who is hung up on comes again. */
function readSlowly(port: number, count: number): Disposable {
	const sockets = new Set<Socket>();
	let isOver = false;
	const read = (index: number): void => {
		const socket = connect({host: '127.0.0.1', port, localAddress: `127.0.0.${2 + (index % 4)}`});
		sockets.add(socket);
		socket.on('error', () => undefined).write('GET large OSP2P\n');
		const timer = setInterval(() => socket.read(4096), 1000);
		socket.once('close', () => {
			clearInterval(timer);
			sockets.delete(socket);
			setTimeout(() => isOver || read(index), 500);
		});
	};
	for (let index = 0; index < count; index++) {
		read(index);
	}

	return {
		[Symbol.dispose]() {
			isOver = true;
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
}
