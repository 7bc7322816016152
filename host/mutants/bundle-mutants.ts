import {chmod, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build} from 'esbuild';
import {shellLine} from '../ssh/shell-line.ts';
import {byteString} from '../testbed/byte-path.ts';

const GUEST = join(import.meta.dirname, '..', '..', 'guest');

/** Some four hundred programs are started: one file each is loaded in a quarter of the time of its parts. */
export const bundleMutants = async (folder: string) => {
	const outdir = join(folder, 'programs');
	await build({
		entryPoints: {
			peer: join(GUEST, 'peer', 'main.ts'),
			tracker: join(GUEST, 'tracker', 'main.ts'),
			'mutant-peer': join(import.meta.dirname, 'mutant-peer.ts'),
			'mutant-tracker': join(import.meta.dirname, 'mutant-tracker.ts'),
		},
		outdir,
		outExtension: {'.js': '.mjs'},
		bundle: true,
		splitting: true, // The adversary stays a file of its own, loaded only by the evil.
		format: 'esm',
		platform: 'node',
		target: 'node26',
		logLevel: 'warning',
	});
	return {
		peer: join(outdir, 'peer.mjs'),
		tracker: join(outdir, 'tracker.mjs'),
		mutantPeer: join(outdir, 'mutant-peer.mjs'),
		mutantTracker: join(outdir, 'mutant-tracker.mjs'),
	};
};

/** The harness takes executables: a script that calls Node on a mutant, with these arguments before those it is given. */
export const wrapper = async (
	folder: string,
	{name, program, argv = []}: {readonly name: string; readonly program: string; readonly argv?: readonly string[]},
): Promise<string> => {
	const path = join(folder, name);
	await writeFile(
		path,
		`#!/bin/sh\nexec ${shellLine([byteString(process.execPath), byteString(program), ...argv.map(byteString)])} "$@"\n`,
	);
	await chmod(path, 0o755);
	return path;
};
