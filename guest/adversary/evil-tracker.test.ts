import test from 'ava';
import {parsePeerLine} from '../protocol/peer-line.ts';
import {ATTACKS} from './attacks.ts';
import {hearAttack, rehearse, startTracker} from './rehearse.ts';
import {openTrackerLink} from './tracker-link.ts';
import {type Heard, reach, send} from './wire.ts';

const never = new AbortController().signal;
/** On a busy machine a byte may take as long as else a reply. */
const PATIENT = {signal: never, replyMs: 60_000};
const MAX_BYTES = 2 * 1024 * 1024;

/** What a registered client may see of each reply to `WANT cat.jpg` (or MD5SUM), hearing at most 2 MiB. */
const REPLIES: Readonly<Record<string, (bytes: number, text: string) => boolean>> = {
	'endless-reply': bytes => bytes > MAX_BYTES,
	'endless-reply-line': (bytes, text) => bytes > MAX_BYTES && !text.slice(-1000).includes('\n'),
	'never-ending-reply': (_, text) => text.endsWith('200-just a moment\n'),
	garbage: bytes => bytes > 20_000,
	'million-peers': bytes => bytes > MAX_BYTES,
	'dead-peers': (_, text) => text.includes('PEER dead') && text.includes('PEER honest'),
	'one-byte-packets': (_, text) => text.includes('PEER honest') && text.endsWith('200 \n'),
	'close-mid-reply': (_, text) => text.endsWith('PEER no'),
	'silent-tracker': (_, text) => !text.includes('PEER') && !text.includes('300'),
	'bad-peer-lines': (_, text) => text.includes('PEER noport 127.0.0.1\n') && text.includes('PEER honest'),
	'garbage-digest': (_, text) => text.includes('d'.repeat(3000)),
};

test('every evil tracker is expected to do something', t => {
	const names = ATTACKS.filter(({aimsAt}) => aimsAt === 'tracker-client').map(({name}) => name);
	t.deepEqual(Object.keys(REPLIES).toSorted(), names.toSorted());
});

for (const [name, isAsSaid] of Object.entries(REPLIES)) {
	test(`"${name}" lets peers register, replies as it says, and counts its blow`, async t => {
		await using attack = rehearse(name, {});
		const tracker = await attack.until('listening');
		using honest = await openTrackerLink(tracker, PATIENT);
		t.is((await honest?.ask('ADDR honest 127.0.0.1:1'))?.code, '200');
		t.is((await honest?.ask('HAVE cat.jpg u3bJz@iaYsq6aMaMSJVq_b'))?.code, '200');

		const socket = await reach(tracker, {signal: never});
		t.not(socket, undefined);
		if (socket !== undefined) {
			await send(socket, `ADDR victim 127.0.0.1:2\n${name === 'garbage-digest' ? 'MD5SUM' : 'WANT'} cat.jpg\n`);
			const isExpected = ({bytes, head}: Heard) => isAsSaid(bytes, head.toString('latin1'));
			const heard = await hearAttack(socket, isExpected, {
				struck: attack.until('struck'),
				maxBytes: MAX_BYTES,
				moreMs: 600,
			});
			t.true(isExpected(heard), `${heard.bytes} bytes: ${heard.head.subarray(0, 200).toString('latin1')}`);
		}

		t.like(await attack.until('struck'), {attack: name});
	});
}

/** Those that name peers of their own making. */
const NAMES_THE_DEAD = ['dead-peers', 'million-peers', 'endless-reply', 'close-mid-reply', 'bad-peer-lines'];

for (const name of NAMES_THE_DEAD) {
	test(`whom "${name}" makes up is dead: nobody answers there, and the system gives the port to nobody else`, async t => {
		await using attack = rehearse(name, {});
		const tracker = await attack.until('listening');
		const socket = await reach(tracker, {signal: never});
		t.not(socket, undefined);
		if (socket !== undefined) {
			await send(socket, 'ADDR victim 127.0.0.1:2\nWANT cat.jpg\n');
			const isExpected = ({head}: Heard) => madeUp(head.toString('latin1')).length > 0;
			const struck = attack.until('struck');
			const {head} = await hearAttack(socket, isExpected, {struck, maxBytes: 64 * 1024, moreMs: 300});
			const dead = new Set(madeUp(head.toString('latin1')));
			t.not(dead.size, 0);
			for (const port of dead) {
				t.is(await reach({address: '127.0.0.1', port}, {signal: never}), undefined, `somebody answers at port ${port}`);
				t.true(port > 32_000, `port ${port} is one that programs choose for themselves`);
			}
		}
	});
}

/** The ports of PEER lines that can be read, and are on this machine. */
const madeUp = (text: string): number[] =>
	text
		.split('\n')
		.slice(0, -1)
		.flatMap(line => {
			try {
				const {address, port} = parsePeerLine(line);
				return address === '127.0.0.1' ? [port] : [];
			} catch {
				return [];
			}
		});

test('around its lies it is honest enough for peers to find each other', async t => {
	await using tracker = await startTracker();
	using alice = await openTrackerLink(tracker, PATIENT);
	using bob = await openTrackerLink(tracker, PATIENT);
	await alice?.ask('ADDR alice 127.0.0.1:7');
	await alice?.ask('HAVE a%20cat.jpg u3bJz@iaYsq6aMaMSJVq_b');
	t.deepEqual(await bob?.ask('WANT a%20cat.jpg'), {code: '200', data: ['PEER alice 127.0.0.1:7']});
	t.deepEqual(await bob?.ask('MD5SUM a%20cat.jpg'), {code: '200', data: ['u3bJz@iaYsq6aMaMSJVq_b']});
	t.deepEqual(await bob?.ask('LIST'), {code: '200', data: ['FILE a%20cat.jpg']});
	t.deepEqual(await bob?.ask('WANT dog'), {code: '300', data: []});
	alice?.[Symbol.dispose]();
	while ((await bob?.ask('WHO'))?.data.length !== 0) {
		// Gone as soon as the tracker has seen the end.
	}
});
