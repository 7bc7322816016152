import {rm} from 'node:fs/promises';
import type {GuestImage} from '../../image/manifest.ts';
import {HarnessError} from '../harness-error.ts';
import {Cable} from '../lan/cable.ts';
import {makeSocketFolder} from '../lan/socket-folder.ts';
import {runDelayMs} from '../process/run-delay.ts';
import type {SshConnection} from '../ssh/connect-ssh.ts';
import type {RunningVm} from '../vm/running-vm.ts';
import type {VmSpec} from '../vm/vm-spec.ts';
import {watchWithoutSteal} from '../wait/pace.ts';
import {blankDisk} from './blank-disk.ts';
import {type GuestAgent, startAgent} from './guest-agent.ts';
import {logIn} from './log-in.ts';
import {PersistentWorkers} from './persistent-worker.ts';
import {guestSteal} from './processor-look.ts';

/** How guests come to be: booted (`bootEach`), or forked from a template (`forkEach`). */
export type StartVm = (
	spec: VmSpec,
	options: {readonly lanSocket: string; readonly folder: string; readonly signal: AbortSignal},
) => Promise<RunningVm>;

/** A guest that we are logged in to. Disposing ends it. */
export type EnteredGuest = AsyncDisposable & {
	readonly vm: RunningVm;
	readonly ssh: SshConnection;
	readonly agent: GuestAgent;
	readonly workers: PersistentWorkers;
	/** Of its LAN card; plugged in nowhere yet. */
	readonly cable: Cable;
	/** How long the log-in took, in milliseconds; time in which it waited for a processor does not count, where the system tells it. */
	readonly loginMs: number;
	/** How long it waited for a processor so far, whoever had it, in milliseconds: its clocks count that as work. Left out where the system does not tell. */
	readonly delayMs?: () => number;
	/** How much of that was steal time, in which others had the processor: limits in time are longer by it. */
	readonly stealMs?: () => number;
};

/** Starts a guest and logs in. The folder is for its disk and its console. */
export type EnterGuest = (
	spec: VmSpec,
	options: {readonly folder: string; readonly signal: AbortSignal},
) => Promise<EnteredGuest>;

/**
How guests of an image come to be and are entered.

@param diskMiB - Size of the disk that programs under test get for themselves; without it, they share the guest's.
*/
export const enterBy =
	(startVm: StartVm, image: GuestImage, {diskMiB}: {readonly diskMiB?: number | undefined} = {}): EnterGuest =>
	async (spec, {folder, signal}) => {
		await using stack = new AsyncDisposableStack();
		// A short path, whatever the run's folder is called: that of a socket has 103 bytes at most.
		const home = stack.adopt(await makeSocketFolder(), path => rm(path, {recursive: true, force: true}));
		const cable = stack.use(await Cable.lay(`${home}/cable`));
		const vm = stack.use(await startVm(spec, {lanSocket: cable.path, folder, signal}));
		await rm(home, {recursive: true, force: true}); // QEMU is connected; a name that nobody needs would outlive a killed run.
		const {pid} = vm.qemu;
		const stealMs = guestSteal(pid);
		const delays = stealMs && {delayMs: () => runDelayMs(pid) ?? 0, stealMs};
		const passedMs = watchWithoutSteal(delays && {stealMs: () => [delays.stealMs()]});
		const ssh = stack.use(await logIn(vm, image, {signal}));
		const loginMs = passedMs();
		const agent = stack.use(await startAgent(ssh, {signal}));
		if (diskMiB !== undefined) {
			await giveDisk(agent, diskMiB, {signal});
		}

		const workers = new PersistentWorkers(agent);
		const owned = stack.move();
		return {
			vm,
			ssh,
			agent,
			workers,
			cable,
			loginMs,
			...delays,
			[Symbol.asyncDispose]: async () => owned.disposeAsync(),
		};
	};

const giveDisk = async (
	agent: GuestAgent,
	mebibytes: number,
	{signal}: {readonly signal: AbortSignal},
): Promise<void> => {
	const bytes = await blankDisk(mebibytes);
	if ((await agent.ask('home', [String(mebibytes)], {bytes, signal})) === undefined) {
		throw new HarnessError(`A guest could not make a disk of ${mebibytes} MiB for the programs under test.`);
	}
};
