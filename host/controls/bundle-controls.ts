import {chmod, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {build} from 'esbuild';
import {shellLine} from '../ssh/shell-line.ts';
import {byteString} from '../testbed/byte-path.ts';

const GUEST = join(import.meta.dirname, '..', '..', 'guest');

/** Some four hundred programs are started: one file each is loaded in a quarter of the time of its parts. */
export const bundleControls = async (folder: string) => {
	const outdir = join(folder, 'programs');
	await build({
		entryPoints: {
			peer: join(GUEST, 'peer', 'main.ts'),
			tracker: join(GUEST, 'tracker', 'main.ts'),
			'control-peer': join(import.meta.dirname, 'control-peer.ts'),
			'control-tracker': join(import.meta.dirname, 'control-tracker.ts'),
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
		controlPeer: join(outdir, 'control-peer.mjs'),
		controlTracker: join(outdir, 'control-tracker.mjs'),
	};
};

/** The harness takes executables: a script that calls Node on a control, with these words before those it is given. */
export const wrapper = async (
	folder: string,
	{name, program, words = []}: {readonly name: string; readonly program: string; readonly words?: readonly string[]},
): Promise<string> => {
	const path = join(folder, name);
	await writeFile(
		path,
		`#!/bin/sh\nexec ${shellLine([byteString(process.execPath), byteString(program), ...words.map(byteString)])} "$@"\n`,
	);
	await chmod(path, 0o755);
	return path;
};
