import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import {logIn} from '../testbed/log-in.ts';
import {machineFor} from '../vm/machine.ts';
import {prepareGuests} from '../vm/prepare-guests.ts';
import {specOf} from './guest-spec.ts';
import {accelerator, testImage} from './test-image.ts';

const {signal: never} = new AbortController();

test('where QEMU will not have a guest moved, one line says so, guests boot by themselves, and it is not tried again', async t => {
	t.timeout(300_000);
	const image = await testImage({signal: never});
	const folder = await mkdtemp(`${tmpdir()}/osp2p-cannot-fork-`);
	t.teardown(() => rm(folder, {recursive: true}));
	await refuseMigration(folder);
	const shape = {image, memoryMiB: 512, cpus: 1};
	const reports: string[] = [];
	const prepare = () =>
		prepareGuests(shape, {
			boot: 'fork',
			accelerator,
			cacheFolder: `${folder}/cache`,
			signal: never,
			report: what => reports.push(what),
		});
	const {boot, because, start} = await prepare();
	t.is(boot, 'cold');
	t.regex(because, /^each guest boots by itself: guests cannot be frozen and thawed here \(.*vvfat.*\)$/s);
	t.false(because.includes('\n'));
	t.is(reports.length, 1, reports.join('\n'));

	await using vm = await start(specOf(1, shape), {folder, signal: never});
	await using ssh = await logIn(vm, image, {signal: never});
	t.is((await ssh.run(['true'], {signal: never})).exitCode, 0);

	t.is((await prepare()).because, because);
	t.is(reports.length, 1, 'no second guest was booted to find out');
});

/** Put a QEMU first in PATH that has a disk which cannot be moved: a folder shown as a writable FAT. */
const refuseMigration = async (folder: string): Promise<void> => {
	const {qemu} = machineFor(process.arch);
	await mkdir(`${folder}/bin`);
	await mkdir(`${folder}/unmovable`);
	const wrapper = `#!/bin/sh
PATH=\${PATH#*:}
[ "$1" = --version ] && exec ${qemu} --version
exec ${qemu} -blockdev driver=vvfat,node-name=unmovable,rw=on,dir='${folder}/unmovable' "$@"
`;
	await writeFile(`${folder}/bin/${qemu}`, wrapper);
	await chmod(`${folder}/bin/${qemu}`, 0o755);
	process.env['PATH'] = `${folder}/bin:${process.env['PATH']}`;
};
