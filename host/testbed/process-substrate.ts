import {access, constants, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {platform, tmpdir} from 'node:os';
import {HarnessError} from '../harness-error.ts';
import {byteString} from './byte-path.ts';
import {hostSlowness} from './host-slowness.ts';
import {type ProcessNode, processNode} from './process-node.ts';
import {harnessStealAtProcesses} from './processor-look.ts';
import type {Command, ProgramKind} from './test-node.ts';
import type {Substrate} from './testbed.ts';

/**
Nodes that are plain processes on this host: seconds instead of minutes for the edit-and-try loop, for trusted programs only.

@param programs - How our own programs are called here: executables, or `node guest/peer/main.ts`.
@param temporaryFolder - Where the nodes' folders are made.
*/
export const processSubstrate = ({
	programs: called,
	temporaryFolder = tmpdir(),
}: {
	readonly programs: Readonly<Record<ProgramKind, Command>>;
	readonly temporaryFolder?: string;
}): Substrate => ({
	name: 'process',
	offers: [],
	async start(plans, {folder: logFolder, signal}) {
		await using started = new AsyncDisposableStack();
		signal.throwIfAborted();
		const home = started.adopt(await mkdtemp(`${temporaryFolder}/osp2p-`), async path =>
			rm(path, {recursive: true, force: true}),
		);
		const programs = {peer: asBytes(called.peer), tracker: asBytes(called.tracker)};
		await refuseNoExec(home);
		const nodes = new Map<string, ProcessNode>();
		for (const [index, {name}] of plans.entries()) {
			await mkdir(`${home}/${name}`);
			nodes.set(
				name,
				started.use(
					processNode(name, {
						address: loopbackAddress(index),
						folder: byteString(`${home}/${name}`),
						logFolder,
						programs,
					}),
				),
			);
		}

		const harnessStealMs = harnessStealAtProcesses(
			() => new Set([...nodes.values()].flatMap(node => [...node.groups])),
		);
		const owned = started.move();
		return {
			nodes,
			pace: {slowness: await hostSlowness(programs.tracker)},
			waitedMs: () => [harnessStealMs(), ...[...nodes.values()].map(node => node.stealMs())],
			facts: {substrate: 'plain processes of this host: no wall between them and it'},
			[Symbol.asyncDispose]: async () => owned.disposeAsync(),
		};
	},
});

/** @throws {HarnessError} If no program can be started from a folder: then the programs under test are not to blame. */
const refuseNoExec = async (folder: string): Promise<void> => {
	const file = `${folder}/program`;
	await writeFile(file, '#!/bin/sh\n', {mode: 0o700});
	try {
		await access(file, constants.X_OK); // Of a file with all rights it says no where the file system is mounted so.
	} catch (cause) {
		throw new HarnessError(`No program can be started from ${folder}: is its file system mounted noexec?`, {
			hint: 'Let TMPDIR name a folder whose programs may be started, for instance: TMPDIR=/var/tmp',
			cause,
		});
	}

	await rm(file);
};

const asBytes = ([file, ...args]: Command): Command => [byteString(file), ...args.map(byteString)];

/** Linux answers at all of 127.0.0.0/8, so every node can have its own address there; elsewhere they share one and differ by port. */
const loopbackAddress = (index: number): string => (platform() === 'linux' ? `127.0.0.${10 + index}` : '127.0.0.1');
