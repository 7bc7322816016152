import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {Cable} from './cable.ts';
import {type Card, connectCard} from './card.ts';
import {withLength} from './frame-splitter.ts';
import {startLan} from './lan.ts';

const {signal} = new AbortController();
const macOf = (name: string): string => `0200000000${Buffer.from(name).toString('hex')}`;
const frame = (from: string, to: string, text: string): Buffer =>
	Buffer.concat([
		Buffer.from(`${to === 'all' ? 'ffffffffffff' : macOf(to)}${macOf(from)}88b5`, 'hex'),
		Buffer.from(text.padEnd(46, '.'), 'latin1'),
	]);
const textOf = (bytes: Buffer): string => bytes.toString('latin1', 14).replace(/\.+$/, '');

/** Two machines, each with a cable of its own, plugged in nowhere. */
const machines = async () => {
	await using started = new AsyncDisposableStack();
	const folder = await mkdtemp(join(tmpdir(), 'cable-test-'));
	started.defer(() => rm(folder, {recursive: true}));
	const machine = async (name: string): Promise<{readonly cable: Cable; readonly card: Card}> => {
		const cable = started.use(await Cable.lay(join(folder, name)));
		return {cable, card: started.use(await connectCard(cable.path))};
	};
	const [a, b] = [await machine('a'), await machine('b')];
	const owned = started.move();
	/** A network with both on it. */
	const network = async () => {
		const lan = await startLan({folder, seed: 1}, {signal});
		await lan.connect('b', b.cable, {signal});
		await lan.connect('a', a.cable, {signal}); // The last to come is the first to leave, and then nobody on this network can let it go on.
		return lan;
	};
	return {a: a.card, b: b.card, network, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

test('machines meet on one network after another, by the same cables', async t => {
	await using net = await machines();
	for (const round of ['first', 'second']) {
		await using lan = await net.network();
		net.a.send(frame('a', 'all', `${round} hello`));
		t.is(textOf(await net.b.next()), `${round} hello`);
		net.b.send(frame('b', 'a', `${round} answer`));
		t.is(textOf(await net.a.next()), `${round} answer`);
		t.is(lan.report().ports['a']?.framesIn, 1, 'what was sent in an earlier round is not counted');
	}
});

test('what is sent between two networks is lost, and a frame cut in two by the change does not harm the next', async t => {
	await using net = await machines();
	const late = withLength(frame('a', 'all', 'late'));
	{
		await using _ = await net.network();
		await net.a.handOver(late.subarray(0, 30));
	}

	await net.a.handOver(late.subarray(30));
	net.a.send(frame('a', 'all', 'nobody hears'));
	await new Promise(resolve => setTimeout(resolve, 50)); // There is nothing to be seen of a frame that goes nowhere.
	await using lan = await net.network();
	net.a.send(frame('a', 'all', 'hello'));
	t.is(textOf(await net.b.next()), 'hello');
	t.is(net.b.unseen.length, 0);
	t.is(lan.report().ports['a']?.malformed, 0);
});

test('who was held up on one network sends on the next', async t => {
	await using net = await machines();
	{
		await using lan = await net.network();
		net.b.send(frame('b', 'all', 'here'));
		await net.a.next();
		net.b.pause();
		// More than the switch lets wait for one machine.
		const flood = Buffer.concat(
			Array.from({length: 400}, () => withLength(Buffer.concat([frame('a', 'b', ''), Buffer.alloc(9000)]))),
		);
		net.a.sendRaw(flood);
		net.a.sendRaw(flood);
		// It is held up when nothing more comes of it; for less time than the switch has patience.
		for (let before = -1; before !== lan.report().ports['a']?.framesIn; ) {
			before = lan.report().ports['a']?.framesIn ?? 0;
			await new Promise(resolve => setTimeout(resolve, 50));
		}
	}

	net.b.resume();
	await using _ = await net.network();
	net.a.send(frame('a', 'all', 'after'));
	for (;;) {
		const heard = textOf(await net.b.next());
		if (heard === 'after') {
			t.pass();
			return;
		}
	}
});

test('a cable waits for its machine, unless it is told to give up', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'cable-test-'));
	await using cable = await Cable.lay(join(folder, 'c'));
	const impatient = new AbortController();
	const waiting = cable.socket({signal: impatient.signal});
	impatient.abort(new Error('enough'));
	await t.throwsAsync(waiting, {message: 'enough'});
	await rm(folder, {recursive: true});
});

test('bytes that are no frames cost the cable, also where it is plugged in nowhere', async t => {
	await using net = await machines();
	net.a.sendRaw(Buffer.alloc(100, 0xff));
	await t.notThrowsAsync(net.a.unplugged);
});

test('a cable is laid where there is none', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'cable-test-'));
	await using cable = await Cable.lay(join(folder, 'c'));
	await t.throwsAsync(Cable.lay(cable.path), {code: 'EADDRINUSE'});
	await rm(folder, {recursive: true});
});
