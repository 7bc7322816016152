import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {connectCard} from '../lan/card.ts';
import {Conversation} from '../lan/conversation.ts';
import {startLan} from '../lan/lan.ts';

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

const isThere = await run('tshark', ['--version']).then(
	() => true,
	() => false,
);

test('tshark reads every capture without complaint, names and comments included', async t => {
	if (!isThere) {
		t.log('not run: tshark is not installed (apt install tshark)');
		t.pass();
		return;
	}

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
