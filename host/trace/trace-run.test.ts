import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {Conversation} from '../lan/conversation.ts';
import {interfaceBlock, packetBlock, sectionHeader} from '../lan/pcapng.ts';
import {formatTrace} from './format-trace.ts';
import {type Trace, traceRun} from './trace-run.ts';

const START_US = 1_795_000_000_000_000;
const NAMES = ['network', 'alice', 'bob', 'tracker'];

/** A frame that the network made, and the link it went to. */
type Made = {readonly frame: Buffer; readonly comment: string; readonly on: number};

/** A run's folder in which these frames crossed the network, one every 10 ms. @returns Its trace. */
const traceOf = async (
	frames: ReadonlyArray<Buffer | Made>,
	files: Readonly<Record<string, string>> = {},
): Promise<Trace> => {
	const folder = await mkdtemp(join(tmpdir(), 'trace-test-'));
	try {
		const blocks = frames.map((sent, index) => {
			const {
				frame: bytes,
				on,
				comment,
			} = Buffer.isBuffer(sent) ? {frame: sent, on: sent[11] ?? 0, comment: undefined} : sent;
			return packetBlock({
				interfaceNumber: on,
				microseconds: START_US + index * 10_000,
				bytes,
				wholeBytes: bytes.length,
				comment,
			});
		});
		await writeFile(
			join(folder, 'lan.pcapng'),
			Buffer.concat([sectionHeader(), ...NAMES.map(interfaceBlock), ...blocks]),
		);
		await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
		return await traceRun(folder);
	} finally {
		await rm(folder, {recursive: true});
	}
};

const exchangesIn = ({entries}: Trace) => entries.flatMap(entry => (entry.type === 'exchange' ? [entry.exchange] : []));
const trackerTalk = () => new Conversation({number: 1, tcpPort: 50_000}, {number: 3, tcpPort: 11_111});

test('requests to the tracker are paired with their replies, pipelined ones too', async t => {
	const talk = trackerTalk();
	const trace = await traceOf([
		...talk.opens(),
		talk.answers('220-welcome\n200 \n'),
		talk.asks('WANT a%20b\nMD5SUM c\n'),
		talk.answers('PEER bob 10.77.0.2:11112\nPEER carol 10.77.0.4:11112\n200 \n30'),
		talk.answers('0 none\n'),
		talk.asks('WHO\n'),
		talk.clientEnds(),
		talk.serverEnds(),
	]);
	t.deepEqual(
		exchangesIn(trace).map(
			({from, to, request, codes, data, end}) => `${from} ${to} ${request} ${codes.join()} ${data.length} ${end}`,
		),
		[
			'alice tracker  220-,200  0 whole',
			'alice tracker WANT a%20b 200  2 whole',
			'alice tracker MD5SUM c 300  0 whole',
			'alice tracker WHO  0 unanswered',
		],
	);
	t.is(exchangesIn(trace)[2]?.seconds?.toFixed(3), '0.020');
});

test('a download shows who served what, how much, and how it ended', async t => {
	const [good, cut] = [new Conversation(), new Conversation({number: 1, tcpPort: 40_001})];
	const trace = await traceOf([
		...good.opens(),
		good.asks('GET cat%201.jpg OSP2P\n'),
		good.answers('x'.repeat(1000)),
		good.serverEnds('\n'),
		...cut.opens(),
		cut.asks('GET dog.jpg OSP2P\n'),
		cut.answers('200 \n'),
		cut.serverResets(),
	]);
	t.like(trace.transfers[0], {from: 'bob', to: 'alice', file: 'cat 1.jpg', bytes: 1001, whole: true});
	t.like(trace.transfers[1], {from: 'bob', to: 'alice', file: 'dog.jpg', bytes: 5, whole: false});
	t.deepEqual(
		exchangesIn(trace).map(({type, end}) => `${type} ${end}`),
		['file whole', 'file reset'],
	);
	const text = formatTrace(trace);
	t.regex(text, /alice → bob +GET cat%201\.jpg OSP2P +1001 bytes in 20\.0 ms/);
	t.regex(text, /5 bytes.*then reset/);
	t.regex(text, /bob → alice {2}cat%201\.jpg {2}1001 bytes/);
});

test('a file whose sender gave up is not whole, even if its end was sent', async t => {
	const talk = new Conversation();
	const trace = await traceOf([
		...talk.opens(),
		talk.asks('GET a OSP2P\n'),
		talk.serverEnds('xyz'),
		talk.serverResets(),
	]);
	t.is(trace.transfers[0]?.whole, false);
});

test('a reset that the network made ends the exchange in the name of its supposed sender', async t => {
	const talk = new Conversation();
	const made = {frame: talk.serverResets(), comment: '→ alice: made by the network', on: 1};
	const later = new Conversation({number: 1, tcpPort: 40_001});
	const trace = await traceOf([
		...talk.opens(),
		talk.asks('GET a OSP2P\n'),
		made,
		...later.opens(),
		later.asks('GET b OSP2P\n'),
	]);
	t.deepEqual(
		exchangesIn(trace).map(({from, to, request, end}) => `${from} ${to} ${request} ${end}`),
		['alice bob GET a OSP2P reset', 'alice bob GET b OSP2P open'],
	);
});

test('a refused connection, a silent one and a garbled reply are told as such', async t => {
	const refused = new Conversation({number: 1, tcpPort: 1});
	const silent = new Conversation({number: 1, tcpPort: 2});
	const garbled = trackerTalk();
	const trace = await traceOf([
		...refused.opens().slice(0, 1),
		refused.serverResets(),
		...silent.opens(),
		...garbled.opens(),
		...Array.from({length: 400}, () => garbled.answers('x'.repeat(1400).replaceAll(/.{10}/g, 'x\n'))),
		garbled.asks('WHO\n'),
	]);
	t.deepEqual(
		exchangesIn(trace)
			.map(({end}) => end)
			.slice(0, 2),
		['refused', 'whole'],
	);
	t.regex(formatTrace(trace), /asks nothing/);
});

test('what the harness did stands between what the wire shows', async t => {
	const talk = trackerTalk();
	const history = [
		{type: 'step', title: 'before', at: 1},
		{type: 'fault-set', link: 'alice ↔ bob', fault: 'is cut', at: 99},
		{type: 'resources', at: 2},
	];
	const trace = await traceOf([...talk.opens(), talk.answers('200 \n')], {
		'history.ndjson': `${history.map(event => JSON.stringify(event)).join('\n')}\n{"type":"st`,
		'results.json': JSON.stringify({startedAt: new Date(START_US / 1000 - 10_000).toISOString()}),
	});
	const lines = formatTrace(trace).trimEnd().split('\n');
	t.is(lines.length, 3);
	t.regex(lines[0] ?? '', /1\.000 {2}· before/);
	t.regex(lines[1] ?? '', /10\.000 {2}alice → tracker/);
	t.regex(lines[2] ?? '', /network: alice ↔ bob is cut/);
});

test('bytes that a terminal would obey are shown, not sent', async t => {
	const talk = trackerTalk();
	const trace = await traceOf([...talk.opens(), talk.answers('200 \n'), talk.asks('WANT \x1b[2Jx\xff\n')]);
	t.true(formatTrace(trace).includes('WANT \\x1b[2Jx\\xff'));
});

test('a folder that is no run is an error that says what to do', async t => {
	await t.throwsAsync(traceRun(tmpdir()), {name: 'HarnessError', message: /is no folder of a run/});
	const file = import.meta.filename;
	await t.throwsAsync(traceRun(file), {name: 'HarnessError', message: /is no folder of a run/});
});

test('a fault is told as it was said', t => {
	const happening = {
		type: 'fault-set',
		at: 0.5,
		link: 'cable of bob, heard',
		fault: 'delays by 40 ms ± 10 ms',
	} as const;
	const trace: Trace = {
		schemaVersion: 1,
		folder: '',
		entries: [{type: 'happening', at: 0.5, happening}],
		transfers: [],
		notes: [],
	};
	t.is(formatTrace(trace), '    0.500  · network: cable of bob, heard delays by 40 ms ± 10 ms\n');
});
