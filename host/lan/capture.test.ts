import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {startCapture} from './capture.ts';
import {type Card, connectCard} from './card.ts';
import {type Lan, startLan} from './lan.ts';
import {packetBlock} from './pcapng.ts';
import {readPcapng} from './read-pcapng.ts';
import {tcpFrame} from './tcp-frame.ts';

const inFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
	const folder = await mkdtemp(join(tmpdir(), 'capture-test-'));
	try {
		await use(folder);
	} finally {
		await rm(folder, {recursive: true});
	}
};

const alice = {number: 1, tcpPort: 1000};
const bob = {number: 2, tcpPort: 2000};

test('what is captured is read back', async t => {
	await inFolder(async folder => {
		const path = join(folder, 'x.pcapng');
		{
			await using capture = await startCapture(path);
			const [left, right] = [capture.addInterface('alice'), capture.addInterface('bob')];
			const about = {keepBytes: 100, isBulk: false};
			capture.record(Buffer.from('..hello'), 2, 7, {
				...about,
				interfaceNumber: left,
				microseconds: 1_795_000_000_123_456,
			});
			capture.record(Buffer.alloc(500, 1), 0, 500, {
				...about,
				interfaceNumber: right,
				microseconds: 2 ** 32,
				comment: '→ alice: lost: cut',
			});
		}

		const packets = [...readPcapng(await readFile(path))];
		t.like(packets[0], {
			interfaceName: 'alice',
			microseconds: 1_795_000_000_123_456,
			wholeBytes: 5,
			comment: undefined,
		});
		t.is(packets[0]?.bytes.toString(), 'hello');
		t.like(packets[1], {interfaceName: 'bob', microseconds: 2 ** 32, wholeBytes: 500, comment: '→ alice: lost: cut'});
		t.is(packets[1]?.bytes.length, 100);
	});
});

test('a capture whose writer was killed is read up to its last whole packet', async t => {
	await inFolder(async folder => {
		const path = join(folder, 'x.pcapng');
		{
			await using capture = await startCapture(path);
			capture.addInterface('alice');
		}

		const whole = await readFile(path);
		const packet = packetBlock({interfaceNumber: 0, microseconds: 1, bytes: Buffer.from('abc'), wholeBytes: 3});
		for (let cut = 0; cut < packet.length; cut++) {
			t.is([...readPcapng(Buffer.concat([whole, packet, packet.subarray(0, cut)]))].length, 1);
		}

		t.throws(() => [...readPcapng(Buffer.from('something else entirely'))], {name: 'LanError'});
	});
});

type Wires = {readonly lan: Lan; readonly left: Card; readonly right: Card};

/** A network of alice (left) and bob (right), on record in the folder while it is played on. */
const record = async (folder: string, play: (wires: Wires) => Promise<void>): Promise<void> => {
	const {signal} = new AbortController();
	await using lan = await startLan({folder, seed: 1, captureFolder: folder}, {signal});
	await using left = await connectCard(await lan.plug('alice'));
	await using right = await connectCard(await lan.plug('bob'));
	await play({lan, left, right});
};

test('each link has a capture of what reached it, when it did; the network has each frame once', async t => {
	await inFolder(async folder => {
		const startedMs = performance.now();
		await record(folder, async ({lan, left, right}) => {
			right.send(tcpFrame(bob, alice, {sequence: 1, payload: 'hello alice'}));
			await left.next();
			lan.oneWay('alice', 'bob').becomes({delayMs: 5, duplicateShare: 1});
			left.send(tcpFrame(alice, bob, {sequence: 1, payload: 'hello bob'}));
			await right.next();
			lan.oneWay('alice', 'bob').isCut();
			left.send(tcpFrame(alice, bob, {sequence: 10, payload: 'lost'}));
			lan.oneWay('bob', 'alice').becomes({delayMs: 1});
			right.send(tcpFrame(bob, alice, {sequence: 12, payload: 'bye'}));
			await left.next();
		});

		const shown = async (name: string) =>
			[...readPcapng(await readFile(join(folder, `${name}.pcapng`)))].map(
				({bytes, interfaceName, comment}) =>
					`${interfaceName}: ${bytes.toString('latin1', 54)}${comment === undefined ? '' : ` (${comment})`}`,
			);
		const network = await shown('lan');
		t.is(network.length, 4);
		t.true(network.includes('bob: hello alice'));
		t.true(network.includes('alice: hello bob (→ bob: delayed 5.0 ms, sent twice, 2 frames)'));
		t.true(network.includes('alice: lost (→ bob: lost: cut)'));
		t.deepEqual(
			(await shown('bob')).toSorted(),
			[
				'bob: bye (→ alice: delayed 1.0 ms)',
				'bob: hello alice',
				'bob: hello bob (delayed 5.0 ms, sent twice, 2 frames)',
			].toSorted(),
		);
		const timeOf = async (name: string) =>
			[...readPcapng(await readFile(join(folder, `${name}.pcapng`)))].find(({bytes}) => bytes.includes('hello bob'))
				?.microseconds ?? 0;
		t.is((await timeOf('bob')) - (await timeOf('lan')), 5000);
		const [logged] = (await readFile(join(folder, 'faults.ndjson'), 'utf8')).split('\n');
		t.like(JSON.parse(logged ?? ''), {
			frame: 2,
			from: 'alice',
			to: 'bob',
			done: 'delayed 5.0 ms, sent twice, 2 frames',
		});
		const {seconds} = JSON.parse(logged ?? '');
		t.true(seconds > 0 && seconds < (performance.now() - startedMs) / 1000, `${seconds} s after the network began`);
	});
});

test('of bulk the headers are kept, all of them and nothing else', async t => {
	await inFolder(async folder => {
		await record(folder, async ({left, right}) => {
			for (let number = 0; number < 60; number++) {
				left.send(tcpFrame(alice, bob, {sequence: 1 + number * 1400, payload: Buffer.alloc(1400, number)}));
				await right.next();
			}
		});

		const packets = [...readPcapng(await readFile(join(folder, 'lan.pcapng')))];
		t.is(packets.length, 60);
		t.true(packets.every(({wholeBytes}) => wholeBytes === 54 + 1400));
		t.is(packets[0]?.bytes.length, 54 + 1400);
		t.is(packets[59]?.bytes.length, 54);
		t.deepEqual(packets[59]?.bytes.subarray(0, 38), packets[0]?.bytes.subarray(0, 38)); // Up to the sequence number.
		t.is(packets[59]?.bytes.readUInt32BE(38), 1 + 59 * 1400);
	});
});

test('what the network itself says is on record, and that it said it', async t => {
	await inFolder(async folder => {
		await record(folder, async ({lan, left, right}) => {
			right.send(tcpFrame(bob, alice, {sequence: 1, payload: 'hello'}));
			await left.next();
			lan.oneWay('alice', 'bob').becomes({reset: true});
			left.send(tcpFrame(alice, bob, {sequence: 1, payload: 'hello bob'}));
			await left.next();
		});

		const packets = [...readPcapng(await readFile(join(folder, 'lan.pcapng')))];
		t.true(
			packets.some(
				({interfaceName, comment}) => interfaceName === 'alice' && comment === '→ alice: made by the network',
			),
		);
	});
});
