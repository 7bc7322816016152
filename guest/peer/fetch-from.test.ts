import {createHash} from 'node:crypto';
import {getEventListeners} from 'node:events';
import {mkdtempDisposable, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {digestText} from '../protocol/digest.ts';
import {parseFileName} from '../protocol/file-name.ts';
import {DiskGuard} from './disk-guard.ts';
import {fetchFrom} from './fetch-from.ts';
import {DEFAULT_LIMITS} from './peer-limits.ts';
import {scriptedServer} from './proof/scripted-server.ts';
import {openSharedFolder} from './shared-folder.ts';
import {TransferError} from './transfer-error.ts';

const content = Buffer.from('the right bytes');
const DIGEST = digestText(createHash('md5').update(content).digest());

/** Knows how many downloads it watches over. */
class CountingGuard extends DiskGuard {
	watched = 0;

	override watch(download: Parameters<DiskGuard['watch']>[0]): ReturnType<DiskGuard['watch']> {
		const watch = super.watch(download);
		this.watched++;
		return {
			look: watch.look,
			[Symbol.dispose]: () => {
				watch[Symbol.dispose]();
				this.watched--;
			},
		};
	}
}

/** Fetch what a holder sends, and see what is left of that. */
const fetchWhat = async (
	sent: Buffer,
	digest: string | undefined,
	{isGivenUp = false}: {readonly isGivenUp?: boolean} = {},
) => {
	await using stack = new AsyncDisposableStack();
	const server = stack.use(await scriptedServer(socket => socket.once('data', () => socket.end(sent))));
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-fetch-')));
	const folder = stack.use(await openSharedFolder(path));
	const disk = new CountingGuard({freeBytes: async () => 1, keepBytes: 0});
	const stop = new AbortController();
	const {signal} = stop;
	const fetching = fetchFrom(server, parseFileName('f'), {
		folder,
		disk,
		digest,
		limits: DEFAULT_LIMITS,
		localAddress: undefined,
		pid: 1,
		clock: () => performance.now(),
		onConnect: () => void (isGivenUp && stop.abort()),
		onBytes: () => undefined,
		signal,
	});
	const outcome = await fetching.then(
		async partial => {
			const {bytes} = partial;
			await partial[Symbol.asyncDispose]();
			return bytes;
		},
		(error: unknown) => error,
	);
	const left = {
		watched: disk.watched,
		listeners: getEventListeners(signal, 'abort').length,
		files: await readdir(path),
	};
	return {outcome, left};
};

const NOTHING = {watched: 0, listeners: 0, files: []};

test('a download that came whole is watched no more, and nothing waits for its end', async t => {
	t.deepEqual(await fetchWhat(content, DIGEST), {outcome: content.length, left: NOTHING});
	t.deepEqual(await fetchWhat(content, undefined), {outcome: content.length, left: NOTHING});
});

test('neither is one that failed, and its file is gone', async t => {
	const {outcome, left} = await fetchWhat(Buffer.from('other bytes'), DIGEST);
	t.true(outcome instanceof TransferError && outcome.isLie);
	t.deepEqual(left, NOTHING);
});

test('nor one that is given up while its file is made: the end of its socket is nobody’s unhandled error', async t => {
	const {outcome, left} = await fetchWhat(content, DIGEST, {isGivenUp: true});
	t.true(outcome instanceof TransferError);
	t.deepEqual(left, NOTHING);
});
