import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {ensureImage} from '../../image/build.ts';
import {type EnteredGuest, enterBy} from '../testbed/entered-guest.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import type {TestNode} from '../testbed/test-node.ts';
import {vmNode} from '../testbed/vm-node.ts';
import {specOf} from './guest-spec.ts';
import {cacheFolder, accelerator as chosen, executables} from './test-image.ts';

/** A guest for the tests of one file. Disposing ends it. */
export type OneGuest = AsyncDisposable & {
	readonly guest: EnteredGuest;
	readonly node: TestNode;
	/** Run a script as a program under test, to its end. @returns Its lines, and how it ended. */
	readonly run: (
		script: string,
		label: string,
	) => Promise<{readonly lines: readonly string[]; readonly exitCode: number | null; readonly signal: string | null}>;
	/** Run a script as root. @returns What it printed. */
	readonly asHarness: (script: string) => Promise<string>;
};

/** Start one. */
export const startOneGuest = async ({signal}: {readonly signal: AbortSignal}): Promise<OneGuest> => {
	await using stack = new AsyncDisposableStack();
	const folder = stack.adopt(await mkdtemp(`${tmpdir()}/osp2p-test-`), path => rm(path, {recursive: true}));
	const image = await ensureImage(
		{base: 'auto', executables, variant: 'plain', cacheFolder},
		{signal, report: () => {}},
	);
	const shape = {image, memoryMiB: 512, cpus: 1};
	const accelerator = {...chosen, because: 'the tests use what works everywhere'};
	const startVm = forkEach(shape, {accelerator, cacheFolder, report: () => {}, signal});
	const guest = stack.use(await enterBy(startVm, image)(specOf(1, shape), {folder, signal}));
	const node = vmNode(guest, {name: 'guest1', image, address: '10.77.1.2', folder});
	const owned = stack.move();
	return {
		guest,
		node,
		async run(script, label) {
			const lines: string[] = [];
			await using program = await node.start(['sh', '-c', script], {signal, label, onLine: line => lines.push(line)});
			const {exitCode, signal: killedBy} = await program.exited;
			return {lines, exitCode, signal: killedBy};
		},
		async asHarness(script) {
			const {stdout} = await node.run(['sh', '-c', script], {signal, asHarness: true});
			return stdout.toString().trim();
		},
		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};
