import {createHash} from 'node:crypto';
import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {scriptedTracker} from '../peer/proof/scripted-server.ts';
import {startProgram} from '../peer/proof/started-program.ts';
import {digestText} from '../protocol/digest.ts';
import {allFiles} from './many-names.ts';

const content = Buffer.alloc(5000, 'numbers ');
const digest = digestText(createHash('md5').update(content).digest());

/** What a peer takes at most, in MiB: docs/peer.md promises it. */
const MOST_MIB = 150;

/** A reply to WANT of about so many bytes: one peer that lives, behind as many dead ones as fit. */
const wantReply = (bytes: number, port: number): string => {
	const dead = Array.from(
		{length: Math.floor(bytes / 38)},
		(_, index) =>
			`PEER user${1_600_000_000 + index} 127.1.${(index >> 7) & 127}.${index & 127}:${2000 + (index >> 14)}`,
	);
	return [...dead, `PEER good 127.0.0.1:${port}`, '200 ok', ''].join('\n');
};

test(`10,000 names asked for, replies of 120 kB: the peer takes less than ${MOST_MIB} MiB`, async t => {
	t.timeout(120_000);
	await using stack = new AsyncDisposableStack();
	const holder = stack.use(await allFiles(content));
	const reply = wantReply(120_000, holder.port);
	const tracker = stack.use(
		await scriptedTracker(line =>
			line.startsWith('WANT') ? reply : line.startsWith('MD5SUM') ? `${digest}\n200 ok\n` : '200 ok\n',
		),
	);
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-numbers-')));
	const names = Array.from({length: 10_000}, (_, index) => `file-number-${index}.txt`);
	const words = ['-t', `127.0.0.1:${tracker.port}`, '-d', path, '--cache-dir', 'none', '--address', '127.0.0.1'];
	const peer = stack.use(startProgram('peer', [...words, ...names], {isBuilt: true}));
	await peer.line(/saved/);
	let mostMiB = 0;
	for (const endMs = performance.now() + 15_000; performance.now() < endMs; await pause(100)) {
		mostMiB = Math.max(mostMiB, peer.usage()?.residentMiB ?? 0);
	}

	const done = peer.lines.filter(line => line.includes('saved')).length;
	t.log({mostMiB, done});
	t.true(done > 0);
	t.true(mostMiB < MOST_MIB, `${mostMiB} MiB`);
});
