import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {buffer} from 'node:stream/consumers';
import test, {type ExecutionContext} from 'ava';
import type {GuestAgent} from './guest-agent.ts';
import {FILES_PORT} from './guest-ports.ts';
import {sendBulk} from './send-bulk.ts';

const {signal} = new AbortController();
const to = {path: '/srv/osp/f', mode: '644', signal};

/** A guest whose agent writes down what it is asked, listens or not, and receives all there is. */
const makeGuest = async (t: ExecutionContext, {listens}: {readonly listens: boolean}) => {
	const asked: string[] = [];
	const received = Promise.withResolvers<Buffer>();
	const server = createServer(socket => received.resolve(buffer(socket))).listen(0, '127.0.0.1');
	t.teardown(() => server.close());
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const agent: Pick<GuestAgent, 'ask'> = {
		async ask(verb, words) {
			asked.push([verb, ...words].join(' '));
			return verb === 'receive' ? received.promise : listens ? Buffer.alloc(0) : undefined;
		},
	};
	return {vm: {forwardedPort: (guestPort: number) => (guestPort === FILES_PORT ? port : 0)}, agent, asked};
};

test('an agent that listens gets every byte by a connection of its own, and its answer is told', async t => {
	const guest = await makeGuest(t, {listens: true});
	const bytes = Buffer.alloc(3_000_000, 'abcdefg');
	t.true((await sendBulk(guest, bytes, to))?.equals(bytes));
	t.deepEqual(guest.asked, [`listen ${FILES_PORT}`, 'receive 3000000 /srv/osp/f 644']);
});

test('an agent that cannot listen is sent nothing', async t => {
	const guest = await makeGuest(t, {listens: false});
	t.is(await sendBulk(guest, Buffer.alloc(10), to), undefined);
	t.deepEqual(guest.asked, [`listen ${FILES_PORT}`]);
});
