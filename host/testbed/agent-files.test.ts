import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {mkdtempDisposable, readFile, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {parseListing} from './vm-node.ts';

/** Guests have perl; on a host it may be missing, and then the run says which tests it skipped and why. */
const testWithPerl = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	spawnSync('perl', ['-v']).status === 0 ? test(title, body) : test.skip(`${title} (this host has no perl)`, body);

/** What the agent's own subroutine says of a folder of this host, with smaller limits. */
const list = async (folder: string) => {
	const files = await readFile(new URL('agent-files.pl', import.meta.url), 'utf8');
	const limits =
		'my ($uid, $gid, $home, $files) = (0, 0, "/none"); my ($most_entries, $most_listed, $most_brought, $most_digested, $most_read, $most_seconds) = (20, 6, 30, 1 << 30, 1 << 20, 20);';
	const script = `use strict; use Fcntl qw(:mode); ${limits}\n${files}\nbinmode STDOUT; print list_files(undef, $ARGV[0], 16);`;
	const {stdout, stderr, status} = spawnSync('perl', ['-', folder], {input: script, timeout: 20_000});
	if (status !== 0) {
		throw new Error(String(stderr));
	}

	return parseListing(stdout);
};

testWithPerl('a folder filled with rubbish is not told as an empty one', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-agent-'));
	for (let index = 0; index < 40; index++) {
		await writeFile(join(folder.path, `rubbish${index}`), '');
	}

	t.is((await list(folder.path)).length, 6);
});

testWithPerl('files that would not fit into memory are digested there, and one with a vast hole is not', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-agent-'));
	mkdirSync(join(folder.path, 'deep'));
	for (const name of ['a', 'b', 'c', 'deep/d']) {
		await writeFile(join(folder.path, name), 'same bytes');
	}

	const vast = join(folder.path, 'vast');
	await writeFile(vast, '');
	await truncate(vast, 2 ** 40);
	const listed = await list(folder.path);
	t.deepEqual(
		listed.map(({name, bytes}) => [name, bytes]),
		[
			['a', 10],
			['b', 10],
			['c', 10],
			['deep/d', 10],
			['vast', 2 ** 40],
		],
	);
	t.is(new Set(listed.map(({sha256}) => sha256)).size, 2);
	t.is(listed.at(-1)?.sha256, '');
});
