import {getEventListeners} from 'node:events';
import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {parseFileName} from '../protocol/file-name.ts';
import type {PeerEvent} from './peer-event.ts';
import {DEFAULT_LIMITS, type PeerLimits} from './peer-limits.ts';
import {scriptedTracker} from './proof/scripted-server.ts';
import {openSharedFolder} from './shared-folder.ts';
import {Shelf} from './shelf.ts';
import {type Offer, TrackerLink} from './tracker-link.ts';
import {TransferError} from './transfer-error.ts';

const version = {bytes: 1, mtimeNs: 1n, ctimeNs: 0n, device: 0n, inode: 1n};
const one = 'meCD5cC82IAmdNP4PDNjHb';
const two = 'u3bJz@iaYsq6aMaMSJVq_b';

/** A link to a tracker that answers by `answer`; `heard` are the lines it got, `until` waits for an event. */
const startLink = async (
	answer: (line: string, count: number) => string | 'close',
	limits: Partial<PeerLimits> = {},
	offer?: Offer,
	clock: () => number = () => performance.now(),
) => {
	const stack = new AsyncDisposableStack();
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-link-')));
	const folder = stack.use(await openSharedFolder(path));
	const heard: string[] = [];
	const tracker = stack.use(
		await scriptedTracker((line, socket) => {
			heard.push(line);
			const reply = answer(line, heard.length);
			if (reply === 'close') {
				socket.destroy();
				return undefined;
			}

			return reply;
		}),
	);
	const shelf = new Shelf(folder);
	const events: PeerEvent[] = [];
	let wake = (): void => undefined;
	const link = new TrackerLink(
		tracker,
		{alias: 'me', port: 5001},
		{
			shelf: offer ?? shelf,
			limits: {...DEFAULT_LIMITS, reconnectSeconds: 0.01, ...limits},
			tell: event => {
				events.push(event);
				wake();
			},
			random: () => 0,
			clock,
		},
	);
	const stop = new AbortController();
	const running = link.run({signal: stop.signal});
	stack.defer(async () => {
		stop.abort();
		await running;
	});
	const until = async (isThere: () => boolean): Promise<void> => {
		while (!isThere()) {
			const {promise, resolve} = Promise.withResolvers<void>();
			wake = resolve;
			await promise;
		}
	};
	return {link, shelf, events, heard, until, stop, [Symbol.asyncDispose]: () => stack.disposeAsync()};
};

const has = (events: readonly PeerEvent[], event: PeerEvent['event']): boolean =>
	events.some(other => other.event === event);
const cat = parseFileName('cat 1');

test('it registers, tells of every file, and of every change', async t => {
	await using world = await startLink(() => '200 ok\n');
	const {shelf, events, heard, until} = world;
	await shelf.rescan({signal: new AbortController().signal});
	await until(() => has(events, 'registered'));
	t.like(events.at(-1), {event: 'registered', alias: 'me', files: 0});
	shelf.put(cat, {version, digest: one});
	await until(() => has(events, 'announced'));
	shelf.put(cat, {version, digest: two});
	await until(() => events.filter(({event}) => event === 'announced').length === 2);
	await shelf.rescan({signal: new AbortController().signal}); // The folder is empty.
	await until(() => events.at(-1)?.event === 'withdrawn');
	t.deepEqual(heard, [
		'ADDR me 127.0.0.1:5001',
		`HAVE cat%201 ${one}`,
		'DONTHAVE cat%201',
		`HAVE cat%201 ${two}`,
		'DONTHAVE cat%201',
	]);
});

test('it counts as registered with all files of the folder, also those found while the first are told of', async t => {
	const files = new Map([[cat, {version, digest: one}]]);
	const offer = {files, isScanned: false, onChange: () => {}};
	await using world = await startLink(
		line => {
			if (line.startsWith('HAVE cat%201')) {
				files.set(parseFileName('last'), {version, digest: two});
				offer.isScanned = true;
			}

			return '200 ok\n';
		},
		{keepAliveSeconds: 0.02},
		offer,
	);
	await world.until(() => has(world.events, 'registered'));
	t.like(world.events.at(-1), {files: 2});
});

test('a refused file is told once, and does not stop the others', async t => {
	await using world = await startLink(line => (line.startsWith('HAVE bad') ? '500 other digest\n' : '200 ok\n'));
	const {shelf, events, heard, until} = world;
	shelf.put(parseFileName('bad'), {version, digest: one});
	shelf.put(parseFileName('good'), {version, digest: one});
	await until(() => has(events, 'announced'));
	shelf.put(cat, {version, digest: one});
	await until(() => events.filter(({event}) => event === 'announced').length === 2);
	t.is(heard.filter(line => line.startsWith('HAVE bad')).length, 1);
	t.is(events.filter(({event}) => event === 'announce-refused').length, 1);
});

test('a tracker that goes away is missed once, and told everything anew when it is back', async t => {
	await using world = await startLink((line, count) => (line.startsWith('HAVE') && count < 6 ? 'close' : '200 ok\n'));
	const {shelf, events, until} = world;
	shelf.put(cat, {version, digest: one});
	await until(() => has(events, 'announced'));
	const types = events.map(({event}) => event);
	t.is(types[0], 'tracker-lost');
	t.true(types.includes('tracker-back'));
});

test('it says something before the tracker forgets us, and comes back when forgotten', async t => {
	await using world = await startLink(
		(line, count) => (line.startsWith('CHECKPEER') && count > 3 ? '300 who?\n' : '200 ok\n'),
		{
			keepAliveSeconds: 0.02,
		},
	);
	const {events, heard, until} = world;
	await until(() => has(events, 'tracker-lost'));
	t.like(events.at(-1), {because: 'the tracker has forgotten us'});
	t.deepEqual(heard.slice(0, 2), ['ADDR me 127.0.0.1:5001', 'CHECKPEER me 127.0.0.1:5001']);
	await until(() => has(events, 'tracker-back'));
});

test('a tracker that lets every question hang is told of all files all the same', async t => {
	const names = ['a', 'b', 'c'].map(parseFileName);
	const offer = {
		files: new Map(names.map(name => [name, {version, digest: one}])),
		isScanned: true,
		onChange: () => {},
	};
	const stop = new AbortController();
	await using world = await startLink(line => (line.startsWith('WANT') ? '' : '200 ok\n'), {replySeconds: 0.1}, offer);
	const {events, heard, link, until} = world;
	const asking = (async () => {
		while (!stop.signal.aborted) {
			await link.ask({type: 'want', file: 'f'}, {withinMs: 10_000, signal: stop.signal}).catch(() => undefined);
		}
	})();
	await until(() => names.every(name => events.some(event => event.event === 'announced' && event.file === name)));
	stop.abort();
	await asking;
	t.true(heard.filter(line => line.startsWith('WANT')).length <= 1, heard.join('; '));
});

test('questions wait for the tracker, but not for ever', async t => {
	await using world = await startLink(() => 'close');
	const signal = new AbortController().signal;
	const asking = world.link.ask({type: 'want', file: 'f'}, {withinMs: 50, signal});
	await t.throwsAsync(asking, {instanceOf: TransferError, message: /no tracker within 0.05 s/});
	await t.throwsAsync(world.link.ask({type: 'want', file: 'f'}, {withinMs: 50, signal: AbortSignal.abort()}), {
		instanceOf: TransferError,
	});
});

test('it says something in time however often the folder is looked through, and offers again what was refused', async t => {
	const file = {version, digest: one};
	let ring = (): void => undefined;
	const offer: Offer = {
		files: new Map([[cat, file]]),
		isScanned: true,
		onChange: listener => {
			ring = listener;
		},
	};
	let nowMs = 0;
	let isFree = false;
	await using world = await startLink(
		line => (line.startsWith('HAVE') && !isFree ? '500 other digest\n' : '200 ok\n'),
		{keepAliveSeconds: 240},
		offer,
		() => nowMs,
	);
	const {events, heard, until} = world;
	await until(() => has(events, 'announce-refused'));
	const looks = setInterval(() => {
		nowMs += 30_000;
		isFree = nowMs > 600_000;
		ring();
	}, 1);
	await until(() => has(events, 'announced'));
	clearInterval(looks);
	const count = (verb: string): number => heard.filter(line => line.startsWith(verb)).length;
	t.true(count('CHECKPEER') >= 2, heard.join('; '));
	t.is(count('HAVE'), count('CHECKPEER') + 1, 'the refused file is offered after each of them');
	t.is(events.filter(({event}) => event === 'announce-refused').length, 1, 'and its refusal is told once');
});

test('a question asked while the tracker is away is answered as soon as it is there', async t => {
	let tries = 0;
	await using world = await startLink(() => (++tries < 4 ? 'close' : '200 ok\n'));
	const {signal} = new AbortController();
	const asking = world.link.ask({type: 'want', file: 'f'}, {withinMs: 30_000, signal});
	await world.until(() => has(world.events, 'tracker-back'));
	t.is((await asking).final, 200);
	t.is(getEventListeners(signal, 'abort').length, 0);
});
