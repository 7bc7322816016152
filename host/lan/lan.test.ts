import {mkdtemp, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {connectCard} from './card.ts';
import {withLength} from './frame-splitter.ts';
import {type Lan, startLan} from './lan.ts';

const never = new AbortController().signal;

const BROADCAST = 'ffffffffffff';
const macOf = (name: string): string => `0200000000${Buffer.from(name.slice(-1)).toString('hex')}`;

/** A frame of 60 bytes or more with a type of its own. */
const frame = (from: string, to: string, text: string): Buffer => {
	const target = to === BROADCAST ? BROADCAST : macOf(to);
	return Buffer.concat([
		Buffer.from(`${target}${macOf(from)}88b5`, 'hex'),
		Buffer.from(text.padEnd(46, '.'), 'latin1'),
	]);
};

const textOf = (bytes: Buffer): string => bytes.toString('latin1', 14).replace(/\.+$/, '');

/** A network with cards named by letters, each of which has said hello to all. */
const network = async (...names: readonly string[]) => {
	await using started = new AsyncDisposableStack();
	const folder = await mkdtemp(join(tmpdir(), 'lan-test-'));
	started.defer(() => rm(folder, {recursive: true}));
	const lan: Lan = started.use(await startLan({folder, seed: 1}, {signal: never}));
	const cards = await Promise.all(names.map(async name => started.use(await connectCard(await lan.plug(name)))));
	for (const [index, card] of cards.entries()) {
		card.send(frame(names[index] ?? '', BROADCAST, `hello`));
		await Promise.all(cards.filter(other => other !== card).map(other => other.next()));
	}

	const owned = started.move();
	const card = (name: string) => {
		const found = cards[names.indexOf(name)];
		if (found === undefined) {
			throw new Error(`no card ${name}`);
		}

		return found;
	};

	return {lan, card, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

test('a frame reaches the machine it is for, and nobody else', async t => {
	await using net = await network('a', 'b', 'c');
	net.card('a').send(frame('a', 'b', 'for b'));
	net.card('a').send(frame('a', BROADCAST, 'for all'));
	t.is(textOf(await net.card('b').next()), 'for b');
	t.is(textOf(await net.card('b').next()), 'for all');
	t.is(textOf(await net.card('c').next()), 'for all');
	t.is(net.card('a').unseen.length, 0);
});

test('frames in one chunk for different machines each find theirs, in order', async t => {
	await using net = await network('a', 'b', 'c');
	const texts = Array.from({length: 300}, (_, index) => `${index % 3 === 0 ? 'c' : 'b'} ${index}`);
	net.card('a').sendRaw(Buffer.concat(texts.map(text => withLength(frame('a', text.slice(0, 1), text)))));
	for (const text of texts) {
		t.is(textOf(await net.card(text.slice(0, 1)).next()), text);
	}
});

test('a frame to an address nobody has goes to all', async t => {
	await using net = await network('a', 'b', 'c');
	net.card('a').send(frame('a', 'z', 'who is z'));
	t.is(textOf(await net.card('b').next()), 'who is z');
	t.is(textOf(await net.card('c').next()), 'who is z');
});

test('a port that vanishes takes its addresses with it, and may come back', async t => {
	await using net = await network('a', 'b');
	await net.card('b')[Symbol.asyncDispose]();
	net.card('a').send(frame('a', 'b', 'lost'));
	await using again = await connectCard(await net.lan.plug('b'));
	again.send(frame('b', 'a', 'back'));
	t.is(textOf(await net.card('a').next()), 'back');
	net.card('a').send(frame('a', 'b', 'found'));
	t.is(textOf(await again.next()), 'found');
});

test('bytes that are no frames cost their sender the cable, and nobody else anything', async t => {
	await using net = await network('a', 'b', 'c');
	net.card('c').sendRaw(Buffer.alloc(100, 0xff));
	await net.card('c').unplugged;
	net.card('a').send(frame('a', 'b', 'still here'));
	t.is(textOf(await net.card('b').next()), 'still here');
	t.is(net.lan.report().ports['c']?.malformed, 1);
});

test('a frame too short for addresses is counted and goes nowhere', async t => {
	await using net = await network('a', 'b');
	net.card('a').send(Buffer.alloc(13, 1));
	net.card('a').send(frame('a', 'b', 'next'));
	t.is(textOf(await net.card('b').next()), 'next');
	t.is(net.lan.report().ports['a']?.runts, 1);
});

test('a port name with a path in it is refused', async t => {
	await using net = await network();
	await t.throwsAsync(net.lan.plug('../x'), {name: 'LanError', message: /cannot name a port/});
});

test('a folder too deep for sockets is no obstacle', async t => {
	const lan = await startLan({folder: `/${'deep/'.repeat(30)}`, seed: 1}, {signal: never});
	const path = await lan.plug('alice');
	t.true(Buffer.byteLength(path) <= 103);
	await using card = await connectCard(path);
	t.is(card.unseen.length, 0);
	await lan[Symbol.asyncDispose]();
	await t.throwsAsync(stat(dirname(path)), {code: 'ENOENT'}, 'the folder in its place is gone');
});

test('what a killed run has left in the place of a socket is no obstacle', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'lan-test-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const plug = async (use: (path: string) => Promise<void>): Promise<void> => {
		await using lan = await startLan({folder, seed: 1}, {signal: never});
		await use(await lan.plug('alice'));
	};
	let left = '';
	await plug(async path => {
		left = path;
	});
	await writeFile(left, '');
	await plug(async path => {
		t.is(path, left);
		await using card = await connectCard(path);
		t.is(card.unseen.length, 0);
	});
});
