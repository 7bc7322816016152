import {mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {dial} from '../net/dial.ts';
import {startTracker} from '../tracker/tracker.ts';
import type {PeerEvent} from './peer-event.ts';
import {parsePeerOptions} from './peer-options.ts';
import {ERROR_CODES, FALLIBLE_CALLS, failingFileSystem} from './proof/failing-file-system.ts';
import {scriptedServer} from './proof/scripted-server.ts';
import {runPeer} from './run-peer.ts';

const content = Buffer.alloc(100_000, 'cat ');

for (const [index, call] of FALLIBLE_CALLS.entries()) {
	const code = ERROR_CODES[index % ERROR_CODES.length] as (typeof ERROR_CODES)[number];
	test(`a peer whose ${call} fails with ${code} during a download lives, and fetches and serves when it is over`, async t => {
		await using stack = new AsyncDisposableStack();
		const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-trouble-')));
		await writeFile(join(path, 'f'), 'of ours');
		const plan = {
			address: '127.0.0.1',
			port: 0,
			onlyLocal: false,
			withFakePeers: false,
			maxConnections: 100,
			maxPerAddress: 100,
			maxUnreadBytes: 1e6,
			maxOfferBytes: 16 * 2 ** 20,
			stallMs: 60_000,
		};
		const tracker = stack.use(await startTracker(plan, {random: () => 0, now: () => performance.now()}));
		const holder = stack.use(await scriptedServer(socket => socket.once('data', () => socket.end(content))));
		const registered = await dial(tracker, {deadlineMs: 5000, signal: new AbortController().signal});
		stack.defer(() => void registered.destroy());
		registered.resume().write(`ADDR holder 127.0.0.1:${holder.port}\nHAVE cat.jpg\n`);

		const system = failingFileSystem();
		const events: PeerEvent[] = [];
		const stop = new AbortController();
		let port = 0;
		const {promise: isDone, resolve: done} = Promise.withResolvers<void>();
		const {promise: isHealed, resolve: healed} = Promise.withResolvers<void>();
		const {promise: isLookedAt, resolve: lookedAt} = Promise.withResolvers<void>();
		const parsed = parsePeerOptions(
			[`-t127.0.0.1:${tracker.port}`, '-d', path, '--address', '127.0.0.1', '--rescan-seconds', '1', 'cat.jpg'],
			{},
		);
		if (parsed.command !== 'run') {
			throw new Error('it is to run');
		}

		const running = runPeer(
			{...parsed.options, port: 0},
			{
				clock: () => performance.now(),
				now: () => Date.now(),
				random: () => 0.5,
				pid: process.pid,
				userId: process.getuid?.(),
				startOf: () => undefined,
				fs: system.fs,
				tell(event) {
					events.push(event);
					if (event.event === 'listening') {
						({port} = event);
						system.fail(call, code);
						setTimeout(() => healed(system.heal()), 2500);
					} else if (event.event === 'announced' && event.file === 'late') {
						lookedAt();
					} else if (event.event === 'download-done' || event.event === 'download-failed') {
						done();
					}
				},
				onBytes: () => undefined,
				signal: stop.signal,
			},
		);
		await Promise.race([Promise.all([isDone, isHealed]), running]);
		await writeFile(join(path, 'late'), '');
		await Promise.race([isLookedAt, running]);
		t.true((await readFile(join(path, 'cat.jpg'))).equals(content), JSON.stringify(events));
		const waits = events.filter(({event}) => event === 'download-waiting');
		t.true(waits.length <= 2, `it says so once for each reason: ${JSON.stringify(waits)}`);
		t.false(
			events.some(({event}) => event === 'attempt-failed'),
			'no holder is blamed',
		);
		const reader = await dial({address: '127.0.0.1', port}, {deadlineMs: 5000, signal: stop.signal});
		reader.write('GET f OSP2P\n');
		t.is(Buffer.concat(await Array.fromAsync(reader as AsyncIterable<Buffer>)).toString(), 'of ours');
		stop.abort();
		await running;
		t.deepEqual((await readdir(path)).sort(), ['cat.jpg', 'f', 'late']);
	});
}
