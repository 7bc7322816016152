import {fileURLToPath} from 'node:url';
import {ensureImage} from '../../image/build.ts';
import type {GuestImage} from '../../image/manifest.ts';
import {cacheFolderOf} from '../cache-folder.ts';

/** Where the tests keep what takes long to make: with the user's own, so that one serves the other. */
export const cacheFolder = cacheFolderOf(process.env);

/** The guest image of the tests, with this Node among its programs. */
export const testImage = ({signal}: {readonly signal: AbortSignal}): Promise<GuestImage> =>
	ensureImage(
		{base: 'auto', executables: [{name: 'node', path: process.execPath}], variant: 'plain', cacheFolder},
		{signal, report: () => {}},
	);

/** The tests' accelerator: what works on every machine, so that every machine tests the same. */
export const accelerator = {name: 'tcg'} as const;

/** The programs that guests of tests have, as `npm run build` makes them. */
export const executables = ['osppeer', 'osptracker'].map(name => ({
	name,
	path: fileURLToPath(new URL(`../../dist/${name}`, import.meta.url)),
}));
