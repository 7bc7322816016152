import {readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {MAX_REPLY_BYTES} from './limits.ts';
import {LineSplitter} from './line-splitter.ts';
import {formatPeerLine, type PeerEntry, parsePeerLine} from './peer-line.ts';
import {ProtocolError} from './protocol-error.ts';
import {formatReply, type Reply, ReplyReader} from './reply.ts';
import {digestOf, filesOf, peersOf} from './reply-contents.ts';

type ReplyVector = {
	readonly id: string;
	readonly level: string;
	readonly because: string;
	readonly request: string;
	readonly reply?: string;
	readonly replyParts?: ReadonlyArray<{readonly text: string; readonly times?: number}>;
	readonly final?: number;
	readonly peers?: readonly PeerEntry[];
	readonly peerCount?: number;
	readonly lastPeer?: PeerEntry;
	readonly data?: readonly string[];
	readonly skipped?: readonly string[];
	readonly rest?: string;
	readonly incomplete?: 'end' | 'silence' | 'too much';
};

const vectors = JSON.parse(
	readFileSync(new URL('../vectors/want-reply.json', import.meta.url), 'utf8'),
) as readonly ReplyVector[];

const bytesOf = ({reply = '', replyParts}: ReplyVector): Buffer =>
	Buffer.from(replyParts?.map(({text, times = 1}) => text.repeat(times)).join('') ?? reply, 'latin1');

/** What a client makes of a stream cut into chunks of so many bytes: the first reply, and the bytes behind it. */
const read = (stream: Buffer, chunkBytes: number): {reply: Reply | undefined; rest: string} => {
	const splitter = new LineSplitter({maxBytes: MAX_REPLY_BYTES});
	const reader = new ReplyReader();
	let reply: Reply | undefined;
	let rest = '';
	for (let start = 0; start < stream.length; start += chunkBytes) {
		for (const line of splitter.push(stream.subarray(start, start + chunkBytes))) {
			if (reply) {
				rest += `${line}\n`;
			} else {
				reply = reader.push(line);
			}
		}
	}

	return {reply, rest};
};

for (const vector of vectors) {
	test(`vector ${vector.id}: ${vector.because}`, t => {
		const stream = bytesOf(vector);
		for (const chunkBytes of stream.length > 10_000 ? [65_536] : [1, 2, 3, 65_536]) {
			if (vector.incomplete === 'too much') {
				t.throws(() => read(stream, chunkBytes), {instanceOf: ProtocolError});
				continue;
			}

			const {reply, rest} = read(stream, chunkBytes);
			if (reply === undefined || vector.incomplete) {
				t.is(reply, undefined);
				t.truthy(vector.incomplete);
				continue;
			}

			const {peers, skipped} = peersOf(reply);
			t.is(vector.final, reply.final);
			t.is(rest, vector.rest ?? '');
			t.deepEqual(peers, [...(vector.peers ?? peers)]);
			t.is(peers.length, vector.peerCount ?? peers.length);
			t.deepEqual(peers.at(-1), vector.lastPeer ?? peers.at(-1));
			t.deepEqual(vector.peers ? skipped : [], vector.peers ? [...(vector.skipped ?? [])] : []);
			if (vector.request.startsWith('MD5SUM')) {
				t.is(digestOf(reply), vector.data?.[0]);
			} else {
				t.deepEqual(vector.data ? reply.data : [], vector.data ?? []);
			}
		}
	});
}

test('LIST tells names, unquoted', t => {
	const {reply} = read(Buffer.from('FILE a%20b\nFILE\nFILE a b\nPEER x\nFILE %FF\n200 two\n'), 4);
	t.deepEqual(reply && filesOf(reply), ['a b', '\xff']);
});

test('each reply may be as long as the one before', t => {
	const reader = new ReplyReader({maxBytes: 20});
	for (let count = 0; count < 3; count++) {
		t.is(reader.push('FILE 0123456'), undefined);
		const reply = reader.push('200 ');
		t.deepEqual([reply?.data, reply?.codes], [['FILE 0123456'], ['200 ']], 'and has nothing of it');
	}

	t.is(reader.push('FILE 0123456'), undefined);
	t.throws(() => reader.push('FILE 0123456'), {instanceOf: ProtocolError});
});

test('a line of one byte, whichever, is data unless it is blank', t => {
	const bytes = Array.from({length: 256}, (_, code) => String.fromCharCode(code)).filter(byte => byte !== '\n');
	const reader = new ReplyReader();
	for (const byte of bytes) {
		reader.push(byte);
	}

	t.deepEqual(
		reader.push('200 ')?.data,
		bytes.filter(byte => byte.trim() !== ''),
	);
});

test('whatever digit begins it, three of them and a blank or a dash are a code', t => {
	for (const digit of '0123456789') {
		const reader = new ReplyReader();
		t.is(reader.push(`${digit}00-`), undefined);
		t.deepEqual(reader.push(`${digit}00 `)?.codes, [`${digit}00-`, `${digit}00 `]);
	}
});

test.serial('any reply survives the wire', t => {
	const text = fc.string({unit: fc.integer({min: 32, max: 126}).map(code => String.fromCharCode(code))});
	const alias = fc.uint8Array({minLength: 1, maxLength: 20}).map(bytes => Buffer.from(bytes).toString('latin1'));
	const peer = fc.record({
		alias,
		address: fc.constantFrom('127.0.0.1', '10.77.0.2'),
		port: fc.integer({min: 1, max: 65_535}),
	});
	fc.assert(
		fc.property(
			fc.constantFrom(200, 300, 500),
			text,
			fc.array(text),
			fc.array(peer),
			fc.integer({min: 1, max: 50}),
			(code, last, context, peers, chunkBytes) => {
				const wire = formatReply({code, text: last, context, data: peers.map(formatPeerLine)});
				const {reply} = read(Buffer.from(wire, 'latin1'), chunkBytes);
				t.is(reply?.final, code);
				t.deepEqual(reply?.messages, [...context, last]);
				t.deepEqual(reply?.data.map(parsePeerLine), peers);
			},
		),
		{numRuns: 50},
	);
});

test.serial('garbage makes a reply, an unfinished one or a protocol error, and nothing else', t => {
	const line = fc.oneof(
		fc.uint8Array({maxLength: 40}),
		fc.constantFrom('PEER a 1.2.3.4:5', '200-', '200 ', '999 x').map(Buffer.from),
	);
	fc.assert(
		fc.property(fc.array(line), lines => {
			const reader = new ReplyReader({maxBytes: 200});
			try {
				for (const bytes of lines) {
					const reply = reader.push(Buffer.from(bytes).toString('latin1'));
					t.is(reply === undefined || reply.codes.at(-1)?.at(3) === ' ', true);
				}
			} catch (error) {
				t.true(error instanceof ProtocolError);
			}
		}),
	);
});
