import type {Socket} from 'node:net';
import test from 'ava';
import type {Address} from './attack.ts';
import {ATTACKS} from './attacks.ts';
import {listen} from './listen.ts';
import {rehearse} from './rehearse.ts';

const never = new AbortController().signal;

for (const {name} of ATTACKS.filter(({aimsAt}) => aimsAt === 'server')) {
	test(`"${name}" strikes a peer that answers everything with bytes`, async t => {
		await using victim = await listen({address: '127.0.0.1', port: 0}, answerAnything, {signal: never});
		await using attack = rehearse(name, {target: victim, files: ['cat.jpg']});
		t.like(await attack.until('struck'), {attack: name, count: 1});
	});

	test(`"${name}" ends in peace when its victim hangs up on everybody`, async t => {
		await using victim = await listen({address: '127.0.0.1', port: 0}, socket => socket.destroy(), {signal: never});
		await using attack = rehearse(name, {target: victim, files: ['cat.jpg'], seconds: 0.3});
		await attack.over;
		t.true(attack.events.some(({event}) => event === 'ready'));
	});
}

test('what a victim gives away is told as loot, and what it refuses is not', async t => {
	await using generous = await listen({address: '127.0.0.1', port: 0}, answerAnything, {signal: never});
	await using attack = rehearse('traversal', {target: generous});
	const loot = await attack.until('loot');
	t.is(Buffer.from(loot.head, 'base64').toString(), 'bytes');

	await using mean = await listen({address: '127.0.0.1', port: 0}, socket => socket.once('data', () => socket.end()), {
		signal: never,
	});
	await using poor = rehearse('traversal', {target: mean});
	await poor.over;
	t.false(poor.events.some(({event}) => event === 'loot'));
});

test('the same seed asks the same odd questions', async t => {
	const asked = [];
	for (const seed of [5, 5, 6]) {
		const heard: string[] = [];
		await using victim = await listen(
			{address: '127.0.0.1', port: 0},
			socket => socket.once('data', chunk => socket.end(() => heard.push(chunk.toString('hex')))),
			{signal: never},
		);
		await using attack = rehearse('odd-names', {target: victim, seed});
		await attack.over;
		asked.push(heard.toSorted().join());
	}

	t.is(asked[0], asked[1]);
	t.not(asked[0], asked[2]);
});

test('a target that is not there is no error', async t => {
	const {port} = await closedPort();
	await using attack = rehearse('long-names', {target: {address: '127.0.0.1', port}});
	await t.notThrowsAsync(attack.over);
	t.false(attack.events.some(({event}) => event === 'struck'));
});

const answerAnything = (socket: Socket): void => {
	socket.once('data', () => socket.end('bytes'));
};

const closedPort = async (): Promise<Address> => {
	await using door = await listen({address: '127.0.0.1', port: 0}, () => {}, {signal: never});
	return {address: door.address, port: door.port};
};
