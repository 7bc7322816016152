import {getEventListeners} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {aborted} from '../net/abortable.ts';
import {digestOf, peersOf} from '../protocol/reply-contents.ts';
import vectors from '../vectors/want-reply.json' with {type: 'json'};
import {scriptedServer, scriptedTracker} from './proof/scripted-server.ts';
import {openTrackerSession, type TrackerSession} from './tracker-session.ts';
import {TransferError} from './transfer-error.ts';

type Vector = {
	readonly id: string;
	readonly because: string;
	readonly level: string;
	readonly request: string;
	readonly reply?: string;
	readonly replyParts?: ReadonlyArray<{readonly text: string; readonly times?: number}>;
	readonly final?: number;
	readonly peers?: readonly object[];
	readonly peerCount?: number;
	readonly lastPeer?: object;
	readonly data?: readonly string[];
	readonly incomplete?: 'end' | 'silence' | 'too much';
};

const open = (
	tracker: {readonly address: string; readonly port: number},
	{replyMs = 60_000, maxReplyBytes}: {readonly replyMs?: number; readonly maxReplyBytes?: number} = {},
): Promise<TrackerSession> =>
	openTrackerSession(tracker, {
		dialMs: 60_000,
		replyMs,
		...(maxReplyBytes && {maxReplyBytes}),
		signal: new AbortController().signal,
	});

/** A tracker that says this to any request, and then nothing more. */
const tellerOf = ({reply = '', replyParts = [{text: reply}], incomplete}: Vector) =>
	scriptedTracker((_, socket) => {
		for (const {text, times = 1} of replyParts) {
			socket.write(text.repeat(times), 'latin1');
		}

		if (incomplete === 'end') {
			socket.end();
		}

		return undefined;
	});

const isRequest = (request: string): 'md5sum' | 'want' => (request.startsWith('MD5SUM') ? 'md5sum' : 'want');

for (const vector of vectors as readonly Vector[]) {
	test(`want-reply ${vector.id}: ${vector.because}`, async t => {
		await using tracker = await tellerOf(vector);
		using session = await open(tracker, {replyMs: vector.incomplete === 'silence' ? 1000 : 60_000});
		const asking = session.ask({type: isRequest(vector.request), file: 'f'});
		if (vector.incomplete !== undefined) {
			await t.throwsAsync(asking, {instanceOf: TransferError});
			t.true(session.ended.aborted);
			return;
		}

		const reply = await asking;
		t.is<number | undefined, number | undefined>(reply.final, vector.final);
		const peers = peersOf(reply).peers as readonly object[];
		if (vector.peers) {
			t.deepEqual(peers, vector.peers);
		}

		if (vector.peerCount !== undefined) {
			t.is(peers.length, vector.peerCount);
			t.deepEqual(peers.at(-1), vector.lastPeer);
		}

		if (vector.data && vector.request.startsWith('MD5SUM')) {
			t.is(digestOf(reply), vector.data[0]);
		}
	});
}

test('what comes before it was asked for is no answer', async t => {
	let count = 0;
	await using tracker = await scriptedTracker(() => {
		count++;
		return count === 1 ? '200 one\nPEER eve 6.6.6.6:6\n200 forged\n' : `PEER alice 127.0.0.1:${count}\n200 two\n`;
	});
	using session = await open(tracker);
	await session.ask({type: 'who'});
	await delay(50); // The forged reply has to be there: nothing tells that it is.
	t.deepEqual(peersOf(await session.ask({type: 'who'})).peers, [{alias: 'alice', address: '127.0.0.1', port: 2}]);
});

test('requests wait for each other, so replies are never mixed up', async t => {
	await using tracker = await scriptedTracker(line => `PEER ${line.split(' ')[1]} 127.0.0.1:1\n200 ok\n`);
	using session = await open(tracker);
	const replies = await Promise.all(['a', 'b', 'c'].map(file => session.ask({type: 'want', file})));
	t.deepEqual(
		replies.map(reply => peersOf(reply).peers[0]?.alias),
		['a', 'b', 'c'],
	);
});

test('a reply in packets of one byte is a reply', async t => {
	await using tracker = await scriptedTracker((_, socket) => {
		void (async () => {
			socket.setNoDelay(true);
			for (const byte of 'PEER alice 127.0.0.1:1\n200 ok\n') {
				socket.write(byte);
				await new Promise(setImmediate);
			}
		})();
		return undefined;
	});
	using session = await open(tracker);
	t.is(peersOf(await session.ask({type: 'who'})).peers.length, 1);
});

test('a tracker that never greets, or greets for ever, is no tracker', async t => {
	await using silent = await scriptedServer(() => undefined);
	await t.throwsAsync(open(silent, {replyMs: 50}), {instanceOf: TransferError, message: /no whole reply/});
	await using endless = await scriptedServer(socket => {
		const pour = (): void => {
			while (!socket.destroyed && socket.write('200-hello and welcome\n'.repeat(1000))) {}
		};
		socket.on('drain', pour);
		pour();
	});
	await t.throwsAsync(open(endless, {maxReplyBytes: 100_000}), {instanceOf: TransferError, message: /at most/});
	await using closed = await scriptedServer(socket => socket.end());
	await t.throwsAsync(open(closed), {instanceOf: TransferError});
});

test('a tracker that talks without being asked is left', async t => {
	await using tracker = await scriptedServer(socket => {
		socket.write('200 hello\n');
		const pour = (): void => {
			while (!socket.destroyed && socket.write('garbage\n'.repeat(1000))) {}
		};
		socket.on('drain', pour);
		setTimeout(pour, 20);
	});
	using session = await open(tracker);
	await aborted(session.ended);
	t.regex(String(session.ended.reason), /nobody asked/);
});

test('a tracker that does not greet as one is hung up', async t => {
	const {promise: isHungUp, resolve} = Promise.withResolvers<void>();
	await using server = await scriptedServer(socket => {
		socket.once('end', resolve).once('close', resolve); // A reset, when what it says was not read yet, is no end.
		socket.resume().write('nonsense\n');
	});
	await t.throwsAsync(open(server, {replyMs: 50}), {instanceOf: TransferError});
	await t.notThrowsAsync(isHungUp);
});

test('a session that is over leaves nothing at the signal it was opened with, and a request nothing at its session', async t => {
	const {signal} = new AbortController();
	await using tracker = await scriptedTracker((line, socket) => {
		if (line.startsWith('HAVE')) {
			socket.end('half a reply');
		}

		return line.startsWith('HAVE') ? undefined : '200 ok\n';
	});
	for (let round = 0; round < 3; round++) {
		using session = await openTrackerSession(tracker, {dialMs: 60_000, replyMs: 60_000, signal});
		for (let count = 0; count < 5; count++) {
			await session.ask({type: 'who'});
		}

		t.is(getEventListeners(session.ended, 'abort').length, 0);
		await t.throwsAsync(session.ask({type: 'have', file: 'f'}), {instanceOf: TransferError});
	}

	await using closing = await scriptedServer(socket => socket.end());
	await t.throwsAsync(openTrackerSession(closing, {dialMs: 60_000, replyMs: 60_000, signal}));
	t.is(getEventListeners(signal, 'abort').length, 0);
});

test('a request that is given up before its turn is not sent', async t => {
	const heard: string[] = [];
	const answers: Array<() => void> = [];
	await using tracker = await scriptedTracker((line, socket) => {
		heard.push(line);
		answers.push(() => socket.write('200 ok\n'));
		return undefined;
	});
	using session = await open(tracker);
	const first = session.ask({type: 'who'});
	const givenUp = AbortSignal.abort(new TransferError('given up'));
	const second = session.ask({type: 'want', file: 'f'}, {signal: givenUp});
	const third = session.ask({type: 'list'});
	const answering = setInterval(() => answers.shift()?.(), 1);
	await Promise.all([first, t.throwsAsync(second, {message: 'given up'}), third]);
	clearInterval(answering);
	t.deepEqual(heard, ['WHO', 'LIST']);
});
