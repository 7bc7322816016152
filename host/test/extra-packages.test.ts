import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {ensureImage} from '../../image/build.ts';
import {doUnit} from '../grade/do-unit.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {enterBy} from '../testbed/entered-guest.ts';
import {bootEach} from '../testbed/fork-or-boot.ts';
import {freshGuests} from '../testbed/guest-source.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen, executables} from './test-image.ts';

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
const options = {signal: new AbortController().signal, report: () => {}};

/** Builds a C peer that needs libbsd, where guests have these packages besides. */
const buildWith = async (folder: string, packages: readonly string[]): Promise<readonly ReportedCase[]> => {
	const path = join(folder, 'jane');
	await mkdir(path, {recursive: true});
	await writeFile(join(path, 'Makefile'), 'osppeer: peer.c\n\t$(CC) -o $@ $< -lbsd\n');
	await writeFile(
		join(path, 'peer.c'),
		'#include <bsd/string.h>\nint main(void) { char to[2]; return strlcpy(to, "a", 2); }\n',
	);
	const plan = {base: 'auto', executables, variant: 'build-tools', packages, cacheFolder} as const;
	const image = await ensureImage(plan, options);
	const guests = freshGuests(enterBy(bootEach(accelerator), image, {diskMiB: 48}));
	const {cases} = await doUnit(
		{kind: 'build', name: 'build'},
		{name: 'jane', source: {kind: 'path', path}, digest: 'jane'},
		{
			role: 'peer',
			substrate: vmSubstrate({image, accelerator, guests}),
			seed: 1,
			folder: join(folder, `grades-${packages.length}`),
			player: ['/opt/osp2p/bin/ospvectors'],
			nowMs: () => performance.now(),
			replay: unit => unit,
			signal: options.signal,
		},
	);
	return cases;
};

test.serial(
	'what needs a package that is not there by default builds where it was added, and elsewhere is told which header is missing',
	async t => {
		t.timeout(900_000);
		const folder = await mkdtemp(join(tmpdir(), 'osp2p-test-'));
		t.teardown(async () => rm(folder, {recursive: true}));
		const [without] = await buildWith(folder, []);
		t.is(without?.verdict, 'fail');
		t.regex(`${without?.because}\n${without?.lines.join('\n')}`, /bsd\/string\.h: No such file or directory/);
		const [having] = await buildWith(folder, ['libbsd-dev']);
		t.is(having?.verdict, 'pass', having?.lines.join('\n'));
	},
);

test.serial('a package that the archive does not have is named', async t => {
	t.timeout(600_000);
	const plan = {base: 'auto', executables, variant: 'plain', packages: ['libosp2p-nowhere-dev'], cacheFolder} as const;
	await t.throwsAsync(ensureImage(plan, options), {
		name: 'ImageError',
		message: /^Debian \w+ has no package libosp2p-nowhere-dev$|^Ubuntu \w+ has no package libosp2p-nowhere-dev$/,
	});
});
