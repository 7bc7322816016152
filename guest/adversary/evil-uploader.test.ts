import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {Address} from './attack.ts';
import {ATTACKS} from './attacks.ts';
import {hearAttack, rehearse, startTracker} from './rehearse.ts';
import {openTrackerLink} from './tracker-link.ts';
import {type Heard, reach, send} from './wire.ts';

const CAT = Buffer.from('the cat that sat on the mat, 48 bytes of it.....');
const never = new AbortController().signal;
/** On a busy machine a byte may take as long as else a reply. */
const PATIENT = {signal: never, replyMs: 60_000};

const MAX_BYTES = 512 * 1024;

/** What a victim may see of each answer to GET cat.jpg, hearing at most 512 KiB. */
const ANSWERS: Readonly<Record<string, (heard: {readonly bytes: number; readonly head: Buffer}) => boolean>> = {
	'endless-pattern': ({bytes}) => bytes > MAX_BYTES,
	'endless-file': ({bytes, head}) => bytes > MAX_BYTES && head.subarray(48, 96).equals(CAT),
	'endless-zeros': ({bytes, head}) => bytes > MAX_BYTES && head.every(byte => byte === 0),
	'endless-noise': ({bytes, head}) => bytes > MAX_BYTES && new Set(head.subarray(0, 10_000)).size === 256,
	'wrong-bytes': ({bytes, head}) => bytes === CAT.length && !head.equals(CAT),
	'one-wrong-byte': ({bytes, head}) => bytes === CAT.length && head.filter((byte, at) => byte !== CAT[at]).length === 1,
	truncated: ({head}) => head.equals(CAT.subarray(0, 24)),
	'long-tail': ({bytes, head}) => bytes > CAT.length && head.subarray(0, 48).equals(CAT),
	silence: ({bytes}) => bytes === 0,
	'stall-midway': ({head}) => head.equals(CAT.subarray(0, 24)),
	drip: ({bytes}) => bytes > 0 && bytes < CAT.length,
	empty: ({bytes}) => bytes === 0,
	'reset-midway': ({bytes}) => bytes <= 24,
	decoy: ({head}) => head.toString().startsWith('#!/bin/sh'),
	'request-as-answer': ({head}) => head.toString() === 'GET cat.jpg OSP2P\n',
	'never-closes': ({head}) => head.equals(CAT),
};

test('every evil uploader is expected to do something', t => {
	const names = ATTACKS.filter(({aimsAt}) => aimsAt === 'downloader').map(({name}) => name);
	t.deepEqual(Object.keys(ANSWERS).toSorted(), names.toSorted());
});

for (const [name, isAsSaid] of Object.entries(ANSWERS)) {
	test(`"${name}" registers, answers as it says, and counts its blow`, async t => {
		await using tracker = await startTracker();
		await using attack = rehearse(name, {tracker, folder: await folderWithCat(t)});
		await attack.until('ready');
		const socket = await askLikeAVictim(tracker);
		const heard = await hearAttack(socket, isAsSaid, {
			struck: attack.until('struck'),
			maxBytes: MAX_BYTES,
			moreMs: name === 'drip' ? 800 : 300,
		});
		t.true(isAsSaid(heard), `${heard.bytes} bytes: ${heard.head.subarray(0, 60).toString('latin1')}`);
		t.like(await attack.until('struck'), {attack: name, count: 1});
	});
}

test('the same seed gives the same bytes', async t => {
	const heard = [];
	for (const seed of [5, 5, 6]) {
		await using tracker = await startTracker();
		await using attack = rehearse('wrong-bytes', {tracker, folder: await folderWithCat(t), seed});
		await attack.until('ready');
		const socket = await askLikeAVictim(tracker);
		const isWhole = ({bytes}: Heard) => bytes === CAT.length;
		const struck = attack.until('struck');
		heard.push((await hearAttack(socket, isWhole, {struck, maxBytes: MAX_BYTES, moreMs: 0})).head.toString('hex'));
	}

	t.is(heard[0], heard[1]);
	t.not(heard[0], heard[2]);
});

test('names that others bring are claimed too, with the digest the tracker knows', async t => {
	await using tracker = await startTracker();
	using honest = await openTrackerLink(tracker, PATIENT);
	await honest?.ask('ADDR honest 127.0.0.1:1');
	await honest?.ask('HAVE dog.jpg u3bJz@iaYsq6aMaMSJVq_b');
	await using attack = rehearse('decoy', {tracker});
	await attack.until('ready');
	for (;;) {
		const holders = (await honest?.ask('WANT dog.jpg'))?.data ?? [];
		if (holders.length === 4) {
			t.pass();
			return;
		}
	}
});

/** Asks the first evil holder of cat.jpg as a naive peer does. */
const askLikeAVictim = async (tracker: Address): Promise<Socket> => {
	using link = await openTrackerLink(tracker, PATIENT);
	const [holder = ''] = (await link?.ask('WANT cat.jpg'))?.data ?? [];
	const port = Number(holder.split(':').at(-1));
	const socket = await reach({address: '127.0.0.1', port}, {signal: never});
	if (socket === undefined) {
		throw new Error(`nobody listens at ${holder}`);
	}

	await send(socket, 'GET cat.jpg OSP2P\n');
	return socket;
};

const folderWithCat = async (t: {teardown: (clean: () => Promise<void>) => void}): Promise<string> => {
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-evil-'));
	t.teardown(() => rm(folder, {recursive: true}));
	await writeFile(join(folder, 'cat.jpg'), CAT);
	return folder;
};
