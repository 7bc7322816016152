import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {duplexPair} from 'node:stream';
import test from 'ava';
import {readRequestLine} from './read-request-line.ts';
import {TransferError} from './transfer-error.ts';

const limits = {deadlineMs: 60_000, maxBytes: 4096};

test('a request may come in pieces, and what is behind it is not waited for', async t => {
	const text = 'GET f.txt OSP2P\nGET g.txt OSP2P\n';
	for (let cut = 0; cut <= text.length; cut++) {
		const [near, far] = duplexPair();
		const reading = readRequestLine(near, limits);
		far.write(text.slice(0, cut));
		far.write(text.slice(cut));
		t.is(await reading, 'GET f.txt OSP2P');
	}
});

test('silence, an end and a line too long are refused', async t => {
	const [silent] = duplexPair();
	await t.throwsAsync(readRequestLine(silent, {...limits, deadlineMs: 1}), {
		instanceOf: TransferError,
		message: /within 0.001 s/,
	});

	const [ended, far] = duplexPair();
	far.end('GET f.txt OSP2P');
	await t.throwsAsync(readRequestLine(ended, limits), {instanceOf: TransferError, message: /ended/});

	const [long, farther] = duplexPair();
	farther.write('x'.repeat(5000));
	await t.throwsAsync(readRequestLine(long, limits), {instanceOf: TransferError, message: /4096/});
});

for (const [what, beginning] of [
	['a request', 'GET f.txt OSP2P\n'],
	['a line too long', 'x'.repeat(5000)],
] as const) {
	test(`who keeps talking behind ${what} has to wait: nothing piles up`, async t => {
		const [near, far] = duplexPair();
		const reading = readRequestLine(near, limits);
		far.write(beginning);
		await reading.catch(() => undefined);
		let taken = 0;
		const chunk = 'x'.repeat(16_384);
		while (taken < 1_000_000 && far.write(chunk)) {
			taken += chunk.length;
			await new Promise(setImmediate);
		}

		t.true(near.isPaused());
		t.true(taken < 200_000, `${taken}`);
	});
}

test.serial('a request that came while our whole program stood still is in time', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const client = connect({host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0});
	const [[near]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [[Socket], unknown];
	const reading = readRequestLine(near, {...limits, deadlineMs: 50});
	client.write('GET f.txt OSP2P\n');
	for (const end = performance.now() + 100; performance.now() < end; ) {}

	t.is(await reading, 'GET f.txt OSP2P');
	client.destroy();
	near.destroy();
	server.close();
});
