import {duplexPair} from 'node:stream';
import test from 'ava';
import {identityOf} from './guest-identity.ts';
import {identityAgent} from './identity-agent.ts';

const {signal: never} = new AbortController();
const vm = {
	name: 'alice',
	image: {key: 'k', disk: '', programs: '', kernel: '', initrd: '', kernelArguments: []},
	memoryMiB: 512,
	cpus: 1,
	lan: {mac: '02:00:00:00:00:05', address: '10.77.0.5/16'},
	hosts: [],
	forwards: [],
};
const identity = identityOf(vm, bytes => Buffer.alloc(bytes));

/** An agent by script: answers the first line with the first answer, and so on. */
const scripted = (answers: string[]) => {
	const [near, far] = duplexPair();
	const asked: string[] = [];
	far.on('data', chunk => {
		asked.push(String(chunk));
		far.write(`${answers.shift()}\n`);
	});
	return {near, far, asked};
};

test('a guest whose clock is right is asked once', async t => {
	const {near, asked} = scripted(['ready 3.2 1000.010']);
	const {clockErrorMs} = await identityAgent(near, {now: () => 1_000_000}).become(identity, {signal: never});
	t.is(asked.length, 1);
	t.is(clockErrorMs, 10);
});

test('a guest whose clock is off gets it again', async t => {
	const {near, asked} = scripted(['ready 3.2 1000.200', 'ready 3.3 1000.001']);
	await identityAgent(near, {now: () => 1_000_000}).become(identity, {signal: never});
	t.deepEqual(asked.slice(1), ['time=1000.000000\n']);
});

test('a guest that cannot become itself says why', async t => {
	const {near} = scripted(['failed mount /dev/vdb: No such device']);
	await t.throwsAsync(identityAgent(near).become(identity, {signal: never}), {
		message: 'A guest could not become itself: mount /dev/vdb: No such device.',
	});
});

test('what was said before anybody listened is not lost', async t => {
	const {near, far} = scripted([]);
	const agent = identityAgent(near);
	far.write('hello 1.0\nbooted 2.0\n');
	await agent.said('hello', {signal: never});
	await agent.said('booted', {signal: never});
	t.pass();
});

test('aborting ends the wait for a silent guest', async t => {
	const [near] = duplexPair();
	const stop = new AbortController();
	const waiting = identityAgent(near).said('hello', {signal: stop.signal});
	stop.abort();
	await t.throwsAsync(waiting, {name: 'AbortError'});
});
