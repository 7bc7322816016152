import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {missingPrograms} from '../../image/missing-programs.ts';
import {connectCard} from '../lan/card.ts';
import {Conversation} from '../lan/conversation.ts';
import {startLan} from '../lan/lan.ts';
import type {LinkFaults} from '../lan/link-faults.ts';

const run = promisify(execFile);

/** Alice downloads from bob over a network that delays, and loses the last frame; then `read` looks at the captures. */
const withCaptures = async (read: (folder: string) => Promise<void>): Promise<void> => {
	const folder = await mkdtemp(join(tmpdir(), 'tshark-test-'));
	try {
		{
			await using lan = await startLan(
				{folder, seed: 1, captureFolder: folder},
				{signal: new AbortController().signal},
			);
			await using alice = await connectCard(await lan.plug('alice'));
			await using bob = await connectCard(await lan.plug('bob'));
			const talk = new Conversation();
			lan.between('alice', 'bob').becomes({delayMs: 2});
			const frames = [...talk.opens(), talk.asks('GET a OSP2P\n'), talk.answers('x'.repeat(1000)), talk.serverEnds()];
			for (const frame of frames) {
				const isAlices = frame[11] === 1;
				(isAlices ? alice : bob).send(frame);
				await (isAlices ? bob : alice).next();
			}

			lan.cut('alice', 'bob');
			alice.send(talk.clientEnds());
			await using carol = await connectCard(await lan.plug('carol'));
			alice.send(Buffer.concat([Buffer.alloc(6, 0xff), Buffer.from([2, 0, 0, 0, 0, 1, 0x88, 0xb5]), Buffer.alloc(46)]));
			await carol.next();
		}

		await read(folder);
	} finally {
		await rm(folder, {recursive: true});
	}
};

const missing = missingPrograms('tshark');
const testWithTshark = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	missing === undefined ? test(title, body) : test.skip(`${title} (${missing})`, body);

testWithTshark('tshark reads every capture without complaint, names and comments included', async t => {
	await withCaptures(async folder => {
		const fields = [
			'-T',
			'fields',
			'-e',
			'frame.interface_name',
			'-e',
			'frame.comment',
			'-e',
			'_ws.expert.message',
			'-e',
			'tcp.checksum.status',
		];
		const {stdout, stderr} = await run('tshark', [
			'-r',
			join(folder, 'lan.pcapng'),
			'-o',
			'tcp.check_checksum:TRUE',
			...fields,
		]);
		t.deepEqual(
			stderr.split('\n').filter(line => line !== '' && !line.startsWith('Running as user')),
			[],
		);
		const lines = stdout.trimEnd().split('\n');
		t.is(lines.length, 8);
		t.is(lines.filter(line => line.includes('delayed 2.0 ms')).length, 6);
		t.is(lines.filter(line => line.includes('→ bob: lost: cut')).length, 2);
		t.true(lines.every(line => /^(alice|bob)\t/.test(line)));
		t.false(/malformed|retransmission|bad checksum/i.test(stdout), stdout);
		for (const name of ['alice', 'bob', 'carol']) {
			await t.notThrowsAsync(run('tshark', ['-r', join(folder, `${name}.pcapng`), '-q', '-z', 'io,phs']));
		}
	});
});

testWithTshark(
	'tshark finds what was done to a frame by its comment: dropped, delayed, changed, sent twice, held back',
	async t => {
		const folder = await mkdtemp(join(tmpdir(), 'tshark-test-'));
		t.teardown(() => rm(folder, {recursive: true}));
		{
			await using lan = await startLan(
				{folder, seed: 1, captureFolder: folder},
				{signal: new AbortController().signal},
			);
			await using alice = await connectCard(await lan.plug('alice'));
			await using bob = await connectCard(await lan.plug('bob'));
			const talk = new Conversation();
			for (const frame of talk.opens()) {
				(frame[11] === 1 ? alice : bob).send(frame);
				await (frame[11] === 1 ? bob : alice).next();
			}

			const way = lan.oneWay('bob', 'alice');
			const sends = async (faults: LinkFaults, text: string): Promise<void> => {
				way.becomes(faults);
				bob.send(talk.answers(text));
				await alice.next();
			};
			await sends({corruptShare: 1}, 'damaged on its way');
			await sends({corruptShare: 1, checksum: 'mended'}, 'changed on its way');
			await sends({delayMs: 15}, 'late');
			await sends({duplicateShare: 1}, 'twice');
			await alice.next();
			await sends({reorderShare: 1, reorderMs: 10}, 'overtaken');
			await using carol = await connectCard(await lan.plug('carol'));
			way.becomes({lossShare: 1});
			bob.send(talk.answers('never seen'));
			bob.send(Buffer.concat([Buffer.alloc(6, 0xff), Buffer.from([2, 0, 0, 0, 0, 2, 0x88, 0xb5]), Buffer.alloc(46)]));
			await carol.next(); // It came after what was lost.
			lan.heal();
			bob.send(talk.answers('the end'));
			await alice.next();
		}

		const shown = async (filter: string): Promise<string[]> => {
			const options = ['-o', 'tcp.check_checksum:TRUE', '-T', 'fields', '-e', 'tcp.payload', '-Y', filter];
			const {stdout} = await run('tshark', ['-r', join(folder, 'lan.pcapng'), ...options]);
			return stdout.split('\n').flatMap(line => (line === '' ? [] : [Buffer.from(line, 'hex').toString('latin1')]));
		};
		const commented = (words: string): Promise<string[]> => shown(`frame.comment contains "→ alice: ${words}"`);
		t.deepEqual(await commented('byte changed'), ['damaged on its way', 'changed on its way']);
		t.deepEqual(await commented('delayed 15.0 ms'), ['late']);
		// None overtakes another: behind one that was delayed, the next may have a part of a millisecond to wait as well.
		const twice = '→ alice: (delayed 0[.][0-9] ms, )?sent twice, 2 frames';
		t.deepEqual(await shown(`frame.comment matches "${twice}"`), ['twice']);
		t.deepEqual(await commented('delayed 10.0 ms, others overtake'), ['overtaken']);
		t.deepEqual(await commented('lost: loss'), ['never seen']);
		t.deepEqual(await shown('!frame.comment && tcp.len > 0'), ['the end']);
		t.deepEqual(await shown('tcp.checksum.status == 0'), []); // On record is what entered, before anything was done to it.
	},
);
