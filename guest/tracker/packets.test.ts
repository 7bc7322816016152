import {text} from 'node:stream/consumers';
import test from 'ava';
import fc from 'fast-check';
import {dial} from '../net/dial.ts';
import {startTracker, type TrackerPlan} from './tracker.ts';

const plan: TrackerPlan = {
	address: '127.0.0.1',
	port: 0,
	onlyLocal: false,
	withFakePeers: false,
	maxConnections: 100,
	maxPerAddress: 100,
	maxUnreadBytes: 2 ** 20,
	maxOfferBytes: 16 * 2 ** 20,
	stallMs: 60_000,
};

/** All that a fresh tracker says to a client that sends these packets and then ends its side. */
const conversation = async (packets: readonly string[]): Promise<string> => {
	await using tracker = await startTracker(plan, {random: () => 0, now: () => 0});
	const socket = await dial(tracker, {deadlineMs: 1000});
	const heard = text(socket.setEncoding('latin1'));
	for (const packet of packets) {
		socket.write(packet, 'latin1');
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}

	socket.end();
	return await heard; // Not without await: the tracker would be gone before.
};

const line = fc.constantFrom(
	'ADDR alice 127.0.0.1:5001',
	'ADDR b%20b 10.0.0.1:80',
	'HAVE f',
	'HAVE f u3bJz@iaYsq6aMaMSJVq_b',
	'HAVE %00%ff',
	'DONTHAVE f',
	'WANT f',
	'who',
	'LIST\r',
	'MD5SUM f',
	'CHECKPEER alice 127.0.0.1:5001',
	'NOTIFY',
	'',
	' \t',
	'nonsense',
	'\xff\0',
	'Q',
);

test.serial('what a tracker says does not depend on packets, only on bytes', async t => {
	await fc.assert(
		fc.asyncProperty(fc.array(line, {maxLength: 12}), fc.array(fc.nat(200), {maxLength: 6}), async (lines, cuts) => {
			const stream = lines.map(words => `${words}\n`).join('');
			const at = [0, ...cuts.filter(cut => cut < stream.length).sort((one, other) => one - other), stream.length];
			const packets = at.slice(1).map((end, index) => stream.slice(at[index], end));
			t.is(await conversation(packets), await conversation([stream]));
		}),
		{numRuns: 40},
	);
});

test.serial('every line that is not blank gets one whole reply, and the end a goodbye', async t => {
	await fc.assert(
		fc.asyncProperty(fc.array(line, {maxLength: 12}), async lines => {
			const heard = await conversation([lines.map(words => `${words}\n`).join('')]);
			const quitAt = lines.indexOf('Q');
			const asked = (quitAt === -1 ? lines : lines.slice(0, quitAt)).filter(words => words.trim() !== '');
			t.is(heard.match(/^\d{3} .*\n/gm)?.length, asked.length + 2);
		}),
		{numRuns: 40},
	);
});
