import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {platform, tmpdir} from 'node:os';
import {runDelayMs} from '../process/run-delay.ts';
import {type ProcessNode, processNode} from './process-node.ts';
import type {Command, ProgramKind} from './test-node.ts';
import type {Substrate} from './testbed.ts';

/**
Nodes that are plain processes on this host: seconds instead of minutes for the edit-and-try loop, for trusted programs only.

@param programs - How our own programs are called here: executables, or `node guest/peer/main.ts`.
*/
export const processSubstrate = ({
	programs,
}: {
	readonly programs: Readonly<Record<ProgramKind, Command>>;
}): Substrate => ({
	name: 'process',
	offers: [],
	async start(plans, {folder: logFolder, signal}) {
		await using started = new AsyncDisposableStack();
		signal.throwIfAborted();
		const home = started.adopt(await mkdtemp(`${tmpdir()}/osp2p-`), async path =>
			rm(path, {recursive: true, force: true}),
		);
		const nodes = new Map<string, ProcessNode>();
		for (const [index, {name}] of plans.entries()) {
			await mkdir(`${home}/${name}`);
			nodes.set(
				name,
				started.use(
					processNode(name, {address: loopbackAddress(index), folder: `${home}/${name}`, logFolder, programs}),
				),
			);
		}

		const owned = started.move();
		return {
			nodes,
			waitedMs: () => [runDelayMs(process.pid) ?? 0, ...[...nodes.values()].map(node => node.waitedMs())],
			facts: {substrate: 'plain processes of this host: no wall between them and it'},
			[Symbol.asyncDispose]: async () => owned.disposeAsync(),
		};
	},
});

/** Linux answers at all of 127.0.0.0/8, so every node can have its own address there; elsewhere they share one and differ by port. */
const loopbackAddress = (index: number): string => (platform() === 'linux' ? `127.0.0.${10 + index}` : '127.0.0.1');
