import {createHash} from 'node:crypto';
import {mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {digestText, digestTextWithoutAt} from '../protocol/digest.ts';
import {parseFileName} from '../protocol/file-name.ts';
import type {Reply} from '../protocol/reply.ts';
import {DiskGuard} from './disk-guard.ts';
import {download} from './download.ts';
import {HolderBook} from './holder-book.ts';
import type {PeerEvent} from './peer-event.ts';
import {DEFAULT_LIMITS, type PeerLimits} from './peer-limits.ts';
import {loopClock} from './proof/loop-clock.ts';
import {type ScriptedServer, scriptedServer} from './proof/scripted-server.ts';
import {openSharedFolder} from './shared-folder.ts';
import {Shelf} from './shelf.ts';

const content = Buffer.alloc(300_000, 'the right bytes ');
const digestOf = (bytes: Buffer): string => digestText(createHash('md5').update(bytes).digest());
const file = parseFileName('cat.jpg');

/** Does something to a connection once it has asked. */
const onRequest = (serve: (socket: Socket) => void): Promise<ScriptedServer> =>
	scriptedServer(socket => socket.once('data', () => serve(socket)));

const pour = (socket: Socket, chunk: Buffer): void => {
	const more = (): void => {
		while (!socket.destroyed && socket.write(chunk)) {}
	};
	socket.on('drain', more);
	more();
};

/** Holders good and bad, each by what it does to who asks it. */
const HOLDERS = {
	good: () => onRequest(socket => socket.end(content)),
	silent: () => onRequest(() => undefined),
	deaf: () => scriptedServer(() => undefined),
	empty: () => onRequest(socket => socket.end()),
	resetting: () =>
		onRequest(socket => {
			socket.write(content.subarray(0, 100_000), () => socket.resetAndDestroy());
		}),
	truncating: () => onRequest(socket => socket.end(content.subarray(0, 299_999))),
	lying: () => onRequest(socket => socket.end(Buffer.alloc(content.length, 'x'))),
	dripping: () =>
		onRequest(socket => {
			const timer = setInterval(() => socket.write('drip'), 20);
			socket.once('close', () => clearInterval(timer));
		}),
	endless: () => onRequest(socket => pour(socket, Buffer.alloc(65_536))),
	repeating: () => onRequest(socket => pour(socket, content)),
	neverClosing: () => onRequest(socket => socket.write(content)),
	asking: () => onRequest(socket => socket.end('GET cat.jpg OSP2P\n')),
} as const;

const replyOf = (data: readonly string[]): Reply => ({
	final: 200,
	codes: [],
	messages: [],
	data,
	stray: [],
});

/** Downloads `cat.jpg` from the holders, which the tracker names in this order: the last is asked first. */
const run = async (
	holders: ReadonlyArray<keyof typeof HOLDERS>,
	{
		digest = digestOf(content),
		limits = {},
		before = {},
	}: {
		readonly digest?: string | null;
		readonly limits?: Partial<PeerLimits>;
		readonly before?: Readonly<Record<string, Buffer>>;
	} = {},
) => {
	await using stack = new AsyncDisposableStack();
	const servers = await Promise.all(holders.map(async kind => stack.use(await HOLDERS[kind]())));
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-download-')));
	for (const [name, bytes] of Object.entries(before)) {
		await writeFile(join(path, name), bytes);
	}

	const folder = stack.use(await openSharedFolder(path));
	const shelf = new Shelf(folder);
	const clock = stack.use(loopClock());
	const events: PeerEvent[] = [];
	const isHere = await download(file, {
		tracker: {
			ask: async ({type}, {onData}) => {
				for (const {address, port} of type === 'want' ? servers : []) {
					onData?.(`PEER x ${address}:${port}`);
				}

				return replyOf(type === 'want' || digest === null ? [] : [digest]);
			},
		},
		folder,
		disk: new DiskGuard({freeBytes: () => folder.freeBytes(), keepBytes: (limits.keepFreeMib ?? 0) * 1024 * 1024}),
		shelf,
		book: new HolderBook(),
		limits: {
			...DEFAULT_LIMITS,
			rounds: 1,
			hedgeMs: 200,
			connectMs: 10,
			firstByteSeconds: 1,
			idleSeconds: 1,
			rateSeconds: 0.5,
			rivalSeconds: 0.3,
			...limits,
		},
		self: () => undefined,
		localAddress: undefined,
		pid: 1,
		tell: event => events.push(event),
		onBytes: () => undefined,
		clock: clock.now,
		signal: new AbortController().signal,
	});
	const files: Record<string, Buffer> = {};
	for (const name of await readdir(path)) {
		files[name] = await readFile(join(path, name));
	}

	const failures = events.flatMap(event => (event.event === 'attempt-failed' ? [event.because] : []));
	return {isHere, files, events, failures, shelf, counts: servers.map(({count}) => count())};
};

const BAD = Object.keys(HOLDERS).filter(kind => kind !== 'good' && kind !== 'neverClosing') as Array<
	keyof typeof HOLDERS
>;

for (const kind of BAD) {
	test(`a ${kind} holder cannot keep us from the real file`, async t => {
		const {isHere, files, shelf} = await run(['good', kind]);
		t.true(isHere);
		t.deepEqual(Object.keys(files), ['cat.jpg']);
		t.true(files['cat.jpg']?.equals(content));
		t.is(shelf.files.get(file)?.digest, digestOf(content), 'and we offer it in turn');
	});

	test(`a ${kind} holder alone leaves nothing behind`, async t => {
		const {isHere, files, events, failures} = await run([kind], {limits: {maxFileMib: 1}});
		t.false(isHere);
		t.deepEqual(files, {});
		t.is(failures.length, 1);
		t.is(events.at(-1)?.event, 'download-failed');
	});
}

test('all bad holders at once cannot keep us from the real file', async t => {
	const {isHere, files} = await run(['good', ...BAD, ...BAD], {limits: {maxFileMib: 4}});
	t.true(isHere);
	t.true(files['cat.jpg']?.equals(content));
	t.deepEqual(Object.keys(files), ['cat.jpg']);
});

test('a holder that never closes has sent all once the digest matches', async t => {
	const {isHere, files} = await run(['neverClosing']);
	t.true(isHere);
	t.true(files['cat.jpg']?.equals(content));
});

test('a digest in the spelling without @ is that of the right bytes too, and wrong bytes are still found out', async t => {
	const nothing = createHash('md5').digest();
	const other = digestTextWithoutAt(nothing);
	t.not(other, digestText(nothing));
	t.true((await run(['empty'], {digest: other})).isHere);
	t.false((await run(['lying'], {digest: other})).isHere);
});

test('without a digest only the end tells that a file is whole', async t => {
	t.true((await run(['good'], {digest: null})).isHere);
	t.false((await run(['neverClosing'], {digest: null})).isHere);
	t.false((await run(['resetting'], {digest: null})).isHere);
	t.false((await run(['empty'], {digest: null})).isHere);
});

test('an empty file is one when its digest says so', async t => {
	const {isHere, files} = await run(['empty'], {digest: digestOf(Buffer.alloc(0))});
	t.true(isHere);
	t.is(files['cat.jpg']?.length, 0);
});

test('a liar is not asked again, others are', async t => {
	const {isHere, counts} = await run(['lying', 'resetting'], {limits: {rounds: 2}});
	t.false(isHere);
	t.deepEqual(counts, [1, 2]);
});

test('other content under the name is left alone; the same needs no second copy', async t => {
	const other = Buffer.from('mine');
	const beside = await run(['good'], {before: {'cat.jpg': other}});
	t.true(beside.files['cat.jpg']?.equals(other));
	t.true(beside.files['cat.jpg~1~']?.equals(content));
	const same = await run(['good'], {before: {'cat.jpg': content}});
	t.deepEqual(Object.keys(same.files), ['cat.jpg']);
	t.true(same.isHere);
	const again = await run(['good'], {before: {'cat.jpg': other, 'cat.jpg~1~': content}});
	t.deepEqual(Object.keys(again.files).sort(), ['cat.jpg', 'cat.jpg~1~']);
});

test('what came, and under which name, is told', async t => {
	const {events} = await run(['good'], {before: {'cat.jpg': Buffer.from('mine')}});
	t.like(events.at(-1), {
		event: 'download-done',
		file,
		savedAs: parseFileName('cat.jpg~1~'),
		bytes: content.length,
		digest: digestOf(content),
	});
});

test('a disk that is nearly full takes no download', async t => {
	const {isHere, failures, files} = await run(['good'], {limits: {keepFreeMib: 1e12}});
	t.false(isHere);
	t.regex(failures[0] ?? '', /disk/);
	t.deepEqual(files, {});
});

test('the reasons say what was wrong', async t => {
	t.regex((await run(['lying'])).failures[0] ?? '', /digest/);
	t.regex((await run(['silent'])).failures[0] ?? '', /not a byte within 1 s/);
	t.regex((await run(['dripping'])).failures[0] ?? '', /bytes\/s/);
	t.regex((await run(['endless'], {limits: {maxFileMib: 1}})).failures[0] ?? '', /larger than 1048576/);
	const [nobody] = (await run([])).events.slice(-1);
	t.like(nobody, {event: 'download-failed', because: 'nobody has it'});
});
