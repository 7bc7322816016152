import {cp, mkdtempDisposable, readdir, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {ensureImage} from './build.ts';
import type {BuildStep} from './build-plan.ts';
import {digestOfFile} from './digest.ts';
import {listedProgramsPath} from './listed-programs.ts';
import type {GuestImage} from './manifest.ts';

/** Programs nobody listed are not there, so that a build that needs one fails here and not on somebody's bare Debian. */
const listed = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-listed-'));
process.env['PATH'] = await listedProgramsPath(listed.path);
test.after.always(() => listed.remove());

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-build-'));

type Options = {
	readonly script?: string;
	readonly signal?: AbortSignal;
	readonly onStep?: (step: BuildStep) => void;
};

/** The image of a program that is but a script, in a cache of the test's own. */
const build = async (
	cacheFolder: string,
	{script = '#!/bin/sh\n', signal = new AbortController().signal, onStep = () => {}}: Options = {},
): Promise<{readonly image: GuestImage; readonly steps: readonly BuildStep[]}> => {
	const program = path.join(path.dirname(cacheFolder), 'program');
	await writeFile(program, script);
	const steps: BuildStep[] = [];
	const plan = {
		base: 'debian',
		executables: [{name: 'program', path: program}],
		variant: 'plain',
		cacheFolder,
	} as const;
	const report = (step: BuildStep): void => {
		steps.push(step);
		onStep(step);
	};
	const image = await ensureImage(plan, {signal, report});
	return {image, steps};
};

const digests = ({disk, kernel, initrd, programs}: GuestImage): Promise<string[]> =>
	Promise.all([disk, kernel, initrd, programs].map(file => digestOfFile(file)));

test.serial(
	'an interrupted build leaves nothing; two at once build once; the same inputs give the same bytes',
	async t => {
		t.timeout(900_000);
		await using folder = await temporary();
		const [cache, other] = [path.join(folder.path, 'one'), path.join(folder.path, 'two')];

		const stop = new AbortController();
		const interrupted = build(cache, {
			signal: stop.signal,
			onStep({fraction}) {
				if (fraction !== undefined && fraction > 0.1) {
					stop.abort();
				}
			},
		});
		await t.throwsAsync(interrupted, {name: 'AbortError'});
		t.deepEqual(
			(await readdir(path.join(cache, 'root'))).filter(name => !name.endsWith('.lock')),
			[],
		);

		const [first, second] = await Promise.all([build(cache), build(cache)]);
		t.deepEqual(first.image, second.image);
		const titles = [...first.steps, ...second.steps].map(({title}) => title);
		t.is(titles.filter(title => title === "Making the guest's disk").length, 1);
		t.true(titles.some(title => title.startsWith('Waiting for another run')));

		// Keys are inputs: another cache with the same ones must come to the same bytes.
		await cp(path.join(cache, 'keys'), path.join(other, 'keys'), {recursive: true, preserveTimestamps: true});
		const again = await build(other);
		t.is(again.image.key, first.image.key);
		t.deepEqual(await digests(again.image), await digests(first.image));

		const edited = await build(cache, {script: '#!/bin/sh\necho edited\n'});
		t.is(edited.image.key, first.image.key);
		t.not(edited.image.programsKey, first.image.programsKey);
		t.deepEqual(
			edited.steps.map(({title}) => title),
			['Putting the programs on their disk'],
		);
	},
);
