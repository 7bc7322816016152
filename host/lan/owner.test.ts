import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {Cable} from './cable.ts';
import {connectCard} from './card.ts';
import {startLan} from './lan.ts';
import {isForged, ownerOf} from './owner.ts';
import {tcpFrame} from './tcp-frame.ts';

const station = (number: number) => ({number, tcpPort: 1000});
const addressOf = (number: number) => ({mac: `02:00:00:00:00:0${number}`, address: `10.77.0.${number}/16`});

/** Says that so and so is at so and so. */
const arp = (mac: number, sender: number, address: readonly number[]): Buffer =>
	Buffer.from([
		...[255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, mac, 8, 6],
		...[0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 0, sender, ...address, 0, 0, 0, 0, 0, 0, 10, 77, 0, 9],
	]);

const forged = (frame: Buffer): boolean => isForged(ownerOf(addressOf(1)), frame, 0, frame.length);

test('who sends as itself is believed', t => {
	t.false(forged(tcpFrame(station(1), station(2), {sequence: 1})));
	t.false(forged(arp(1, 1, [10, 77, 0, 1])));
	t.false(forged(arp(1, 1, [0, 0, 0, 0])), 'asking whether an address is taken');
	t.false(forged(Buffer.from('3333000000010200000000018' + '6dd60000000', 'hex')), 'IPv6');
});

test("another's hardware address, IPv4 address, or word in ARP is not", t => {
	t.true(forged(tcpFrame(station(2), station(3), {sequence: 1})));
	const foreignAddress = tcpFrame(station(2), station(3), {sequence: 1});
	foreignAddress[11] = 1;
	t.true(forged(foreignAddress));
	t.true(forged(arp(2, 1, [10, 77, 0, 1])));
	t.true(forged(arp(1, 2, [10, 77, 0, 1])));
	t.true(forged(arp(1, 1, [10, 77, 0, 2])));
	t.true(forged(Buffer.from('0200000000020200000000ff88b5', 'hex')));
});

test('what is sent as another is dropped, counted at its port, and leads nobody astray', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'owner-test-'));
	t.teardown(() => rm(folder, {recursive: true}));
	await using stack = new AsyncDisposableStack();
	const {signal} = new AbortController();
	const lan = stack.use(await startLan({folder, seed: 1}, {signal}));
	const [a, b, c] = await Promise.all(
		[1, 2, 3].map(async number => {
			const cable = stack.use(await Cable.lay(join(folder, `cable${number}`)));
			const card = stack.use(await connectCard(cable.path));
			await lan.connect(`guest${number}`, cable, {signal, owner: ownerOf(addressOf(number))});
			return card;
		}),
	);
	if (a === undefined || b === undefined || c === undefined) {
		throw new Error('three cards were asked for');
	}

	const hello = tcpFrame(station(2), station(9), {sequence: 1});
	b.send(hello);
	t.deepEqual(await c.next(), hello, 'an address nobody has goes to all');
	t.deepEqual(await a.next(), hello);
	a.send(tcpFrame(station(2), station(3), {sequence: 1})); // From now on what is for guest2 would come to guest1.
	a.send(arp(1, 1, [10, 77, 0, 2]));
	const own = tcpFrame(station(1), station(3), {sequence: 2});
	a.send(own);
	t.deepEqual(await c.next(), own, 'the two before it did not come');
	t.deepEqual(await b.next(), own, 'nobody knew yet where guest3 is');
	const forB = tcpFrame(station(3), station(2), {sequence: 3});
	c.send(forB);
	t.deepEqual(await b.next(), forB);
	t.is(a.unseen.length, 0);
	t.is(lan.report().ports['guest1']?.forged, 2);
	t.is(lan.report().ports['guest2']?.forged, 0);
});
