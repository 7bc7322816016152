import {mkdtemp, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {connectCard} from './card.ts';
import {FrameSplitter, withLength} from './frame-splitter.ts';
import {startLan} from './lan.ts';
import {QUEUE_BYTES} from './port.ts';

const never = new AbortController().signal;

/** For readers that are slow: on a busy machine the test's own thread is, too. */
const PATIENT_MS = 60_000;

const toAll = (source: number, bytes: number): Buffer =>
	withLength(Buffer.concat([Buffer.alloc(6, 0xff), Buffer.from([2, 0, 0, 0, 0, source]), Buffer.alloc(bytes - 12, 7)]));

test.serial('a port that never reads holds the others up once, briefly, and costs bounded memory', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'port-test-'));
	await using lan = await startLan({folder, seed: 1}, {signal: never});
	const deaf = connect(await lan.plug('deaf')); // No 'data' listener: it never reads.
	await using reader = await connectCard(await lan.plug('reader'));
	await using sender = await connectCard(await lan.plug('sender'));

	const frames = 6000;
	const burst = Buffer.concat(Array.from({length: frames}, () => toAll(1, 1500)));
	t.true(burst.length > 4 * QUEUE_BYTES);
	sender.sendRaw(burst);
	for (let received = 0; received < frames; received++) {
		await reader.next();
	}

	const {ports} = lan.report();
	t.is(ports['reader']?.overflowed, 0);
	t.is(ports['reader']?.framesOut, frames);
	t.true((ports['deaf']?.overflowed ?? 0) > 0);
	t.true((ports['deaf']?.bytesOut ?? 0) < 2 * QUEUE_BYTES);
	deaf.destroy();
	await rm(folder, {recursive: true});
});

test('a slow reader loses nothing: its senders wait', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'port-test-'));
	await using lan = await startLan({folder, seed: 1, portPatienceMs: PATIENT_MS}, {signal: never});
	const slow = connect(await lan.plug('slow'));
	await using sender = await connectCard(await lan.plug('sender'));
	let received = 0;
	const bytes = 4000 * (1500 + 4);
	const all = new Promise<void>(resolve => {
		slow.on('data', chunk => {
			received += chunk.length;
			slow.pause();
			setImmediate(() => slow.resume());
			if (received === bytes) {
				resolve();
			}
		});
	});
	sender.sendRaw(Buffer.concat(Array.from({length: 4000}, () => toAll(1, 1500))));
	await all;
	t.is(lan.report().ports['slow']?.overflowed, 0);
	slow.destroy();
	await rm(folder, {recursive: true});
});

test('what waits for a slow reader is what was sent, though the memory it came in is used again', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'port-test-'));
	await using lan = await startLan({folder, seed: 1, portPatienceMs: PATIENT_MS}, {signal: never});
	const slow = connect(await lan.plug('slow'));
	await using sender = await connectCard(await lan.plug('sender'));
	const frames = 2000;
	const splitter = new FrameSplitter();
	let received = 0;
	let wrong = 0;
	const all = new Promise<void>(resolve => {
		slow.on('data', (chunk: Buffer) => {
			splitter.push(chunk, (buffer, start, end) => {
				const body = buffer.subarray(start + 12, end);
				wrong += body.every(byte => byte === (received & 0xff)) ? 0 : 1;
				received += 1;
			});
			slow.pause();
			setImmediate(() => slow.resume());
			if (received === frames) {
				resolve();
			}
		});
	});
	const numbered = (number: number): Buffer => toAll(1, 1500).fill(number & 0xff, 4 + 12);
	sender.sendRaw(Buffer.concat(Array.from({length: frames}, (_, number) => numbered(number))));
	await all;
	t.is(wrong, 0);
	slow.destroy();
	await rm(folder, {recursive: true});
});
