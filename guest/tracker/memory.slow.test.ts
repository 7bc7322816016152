import {fork} from 'node:child_process';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import test from 'ava';

type Figures = {
	readonly heapUsed: number;
	readonly external: number;
	readonly unread: number;
	readonly offered: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
};

const MIB = 1024 * 1024;
const program = fileURLToPath(new URL('proof/measured-tracker.ts', import.meta.url));

/** A tracker of its own with so many clients, all of whom it has answered once. */
const startMeasured = async ({clients, mib, reads}: {clients: number; mib: number; reads: boolean}) => {
	const child = fork(
		program,
		['--any-port', '--address', '127.0.0.1', '--max-unread-mib', `${mib}`, '--max-offers-mib', `${mib}`],
		{
			execArgv: ['--expose-gc'],
		},
	);
	const [{port}] = (await once(child, 'message')) as [{port: number}];
	const measure = async (): Promise<Figures> => {
		child.send('measure');
		const [figures] = await once(child, 'message');
		return figures;
	};
	/** Figures once nothing goes in or out any more. */
	const settled = async (): Promise<Figures> => {
		for (let before = await measure(); ; ) {
			const now = await measure();
			if (now.bytesIn === before.bytesIn && now.bytesOut === before.bytesOut && now.unread === before.unread) {
				return now;
			}

			before = now;
		}
	};

	const sockets: Socket[] = [];
	for (let n = 0; n < clients; n++) {
		const socket = connect({host: '127.0.0.1', port, noDelay: true});
		socket.on('error', () => undefined);
		await once(socket, 'data');
		if (reads) {
			socket.resume();
		} else {
			socket.pause();
		}

		sockets.push(socket);
	}

	return {
		sockets,
		settled,
		[Symbol.dispose]() {
			child.kill('SIGKILL');
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
};

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Ways to have a tracker keep bytes, each in turns over all clients. */
const LOADS: Readonly<Record<string, (sockets: readonly Socket[]) => Promise<void>>> = {
	async 'one-byte packets behind BLOCKNOTIFY'(sockets) {
		await pour(sockets, {first: 'BLOCKNOTIFY\n', piece: 'x', times: 8000});
	},
	async 'packets of 4 kB behind BLOCKNOTIFY, without an end'(sockets) {
		await pour(sockets, {first: 'BLOCKNOTIFY\n', piece: 'x\n'.repeat(2000), times: 60});
	},
	async 'a line that comes byte by byte and never ends'(sockets) {
		await pour(sockets, {first: '', piece: 'y', times: 4000});
	},
	async 'the beginning of a line behind many whole ones'(sockets) {
		await pour(sockets, {first: '', piece: `${'WANT x\n'.repeat(500)}WANT yyyyyyyyyyyyyyyyyyyy`, times: 1});
	},
	async 'questions with long answers, never read'(sockets) {
		sockets[0]?.write(`ADDR ${'z'.repeat(2000)} 127.0.0.1:5\n`);
		await pour(sockets, {first: '', piece: 'WHO\n'.repeat(10_000), times: 1});
	},
};

const pour = async (
	sockets: readonly Socket[],
	{first, piece, times}: {readonly first: string; readonly piece: string; readonly times: number},
): Promise<void> => {
	for (const socket of sockets) {
		socket.write(first);
	}

	for (let time = 0; time < times; time++) {
		for (const socket of sockets) {
			if (!socket.destroyed && socket.writableLength < 64 * 1024) {
				socket.write(piece);
			}
		}

		await turn();
	}
};

for (const [what, load] of Object.entries(LOADS)) {
	test.serial(
		`memory kept for ${what}, is what is counted to within a tenth, and no more than was allowed`,
		async t => {
			t.timeout(180_000);
			const mib = 8;
			using tracker = await startMeasured({clients: 150, mib, reads: !what.endsWith('never read')});
			const before = await tracker.settled();
			await load(tracker.sockets);
			const after = await tracker.settled();
			const kept = after.heapUsed + after.external - before.heapUsed - before.external;
			t.log({kept: kept / MIB, counted: after.unread / MIB});
			t.true(after.unread <= mib * MIB);
			t.true(kept <= after.unread + (mib * MIB) / 10, `${kept} bytes for ${after.unread} counted`);
		},
	);
}

for (const {what, nameOf} of [
	{what: 'short names, each of one peer', nameOf: (peer: number, file: number) => `${peer}-${file}`},
	{
		what: 'names of 200 bytes, each of one peer',
		nameOf: (peer: number, file: number) => `${peer}-${file}`.padEnd(200, 'x'),
	},
	{what: 'the same names, of all peers', nameOf: (_: number, file: number) => `${file}`},
]) {
	test.serial(
		`memory kept for ${what}, is no more than a tenth above what is counted, nor than was allowed`,
		async t => {
			t.timeout(180_000);
			const mib = 8;
			using tracker = await startMeasured({clients: 150, mib, reads: true});
			const before = await tracker.settled();
			for (const [peer, socket] of tracker.sockets.entries()) {
				socket.write(`ADDR ${peer} 127.0.0.1:${5000 + peer}\n`);
				for (let file = 0; file < 400; file++) {
					socket.write(`HAVE ${nameOf(peer, file)}\n`);
				}

				await turn();
			}

			const after = await tracker.settled();
			const kept = after.heapUsed + after.external - before.heapUsed - before.external;
			t.log({kept: kept / MIB, counted: after.offered / MIB});
			t.true(after.offered > MIB);
			t.true(after.offered <= mib * MIB);
			t.true(kept <= after.offered + (mib * MIB) / 10, `${kept} bytes for ${after.offered} counted`);
		},
	);
}
