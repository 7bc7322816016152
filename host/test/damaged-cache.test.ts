import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {cp, mkdtemp, open, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {ensureImage} from '../../image/build.ts';
import {openTemplate} from '../vm/open-template.ts';
import {accelerator, cacheFolder} from './test-image.ts';

const {signal} = new AbortController();
const root = path.join(import.meta.dirname, '..', '..');

/** A run as a person starts it, with a cache of its own. */
const runGood = async (cacheHome: string): Promise<{exitCode: number | null; words: string}> => {
	const cli = spawn(
		process.execPath,
		[`${root}/host/cli.ts`, 'run', 'good', '--accel', 'tcg', '--runs', `${cacheHome}/runs`],
		{
			env: {...process.env, XDG_CACHE_HOME: cacheHome, CI: 'true'},
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const [stdout, stderr] = await Promise.all([text(cli.stdout), text(cli.stderr), once(cli, 'close')]);
	return {exitCode: cli.exitCode, words: stdout + stderr};
};

/** Flip single bits all over a file, where it has bytes, and set its times back; with `seen`, not even the record of how it stood tells. */
const flipBits = async (file: string, count: number, {seen}: {readonly seen: boolean}): Promise<void> => {
	const before = await stat(file);
	const bytes = await readFile(file);
	await using handle = await open(file, 'r+');
	for (let done = 0, at = 12_345; done < count; at = (at + 104_729) % bytes.length) {
		const byte = bytes[at] ?? 0;
		if (byte !== 0) {
			await handle.write(Buffer.from([byte ^ (1 << (done % 8))]), 0, 1, at);
			done++;
		}
	}

	await utimes(file, before.atime, before.mtime);
	if (seen) {
		const record = path.join(path.dirname(file), 'seen.json');
		const standings = JSON.parse(await readFile(record, 'utf8'));
		const {ino, size, mtimeNs, ctimeNs} = await stat(file, {bigint: true});
		standings[path.basename(file)] = `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
		await writeFile(record, JSON.stringify(standings));
	}
};

test.serial(
	'a damaged programs disk is nobody’s fault: noticed at once, or by doubt when nothing shows, and mended',
	async t => {
		t.timeout(600_000);
		const home = await mkdtemp(`${tmpdir()}/osp2p-damaged-`);
		t.teardown(() => rm(home, {recursive: true}));
		const executables = ['osppeer', 'osptracker'].map(name => ({name, path: `${root}/dist/${name}`}));
		const plan = {base: 'auto', executables, variant: 'plain'} as const;
		await ensureImage({...plan, cacheFolder}, {signal, report() {}}); // Made before, if need be: its parts spare us the installing.
		for (const kind of ['root', 'keys']) {
			await cp(`${cacheFolder}/${kind}`, `${home}/osp2p/${kind}`, {recursive: true, preserveTimestamps: true});
		}

		const steps: string[] = [];
		const report = ({title}: {readonly title: string}): unknown => steps.push(title);
		const prepare = async () => ensureImage({...plan, cacheFolder: `${home}/osp2p`}, {signal, report});
		const image = await prepare();
		await openTemplate({image, memoryMiB: 512, cpus: 1}, {accelerator, cacheFolder: `${home}/osp2p`, signal});

		await flipBits(image.programs, 3000, {seen: true});
		const doubted = await runGood(home);
		t.is(doubted.exitCode, 3, doubted.words);
		t.regex(doubted.words, /No verdict: the cache is damaged: in .*programs\.raw has other bytes than were written/);

		const mended = await runGood(home);
		t.is(mended.exitCode, 0, mended.words);
		t.regex(mended.words, /The programs disk in the cache is damaged \(programs\.raw has other bytes/);

		for (const file of [image.programs, image.disk, image.kernel, image.initrd]) {
			steps.length = 0;
			await flipBits(file, 1, {seen: false});
			await prepare();
			t.regex(
				steps[0] ?? '',
				new RegExp(`damaged \\(${path.basename(file)} has other bytes than were written\\): making it anew`),
			);
		}
	},
);
