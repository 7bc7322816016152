import type {RunningChild} from '../process/start-child.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import type {VmSpec} from './vm-spec.ts';

/** A guest that is itself and lets us in. Having one is the proof that it runs: there is no `isRunning` to ask. Disposing ends it and removes its disk. */
export type RunningVm = AsyncDisposable & {
	readonly name: string;
	readonly qmp: QmpClient;
	readonly qemu: RunningChild;
	/** The file with everything its console showed. */
	readonly console: string;
	/** @returns The port of 127.0.0.1 that leads to a port of the guest. @throws {HarnessError} If the spec does not forward it. */
	readonly forwardedPort: (guestPort: number) => number;
	/** Leads a port of 127.0.0.1 to any port of the guest, from the first time it is asked for until the guest ends. @returns That port. @throws {HarnessError} If QEMU refuses. */
	readonly forward: (guestPort: number, options: {readonly signal: AbortSignal}) => Promise<number>;
	/** Makes it another guest, as after a fork: name, addresses, hosts, clock, entropy. What it has started and stored stays. */
	readonly become: (
		identity: Pick<VmSpec, 'name' | 'lan' | 'hosts'>,
		options: {readonly signal: AbortSignal},
	) => Promise<void>;
	/** How far its clock was from ours at most when it became itself, in milliseconds. */
	readonly clockErrorMs: number;
	/** From the start of QEMU, in milliseconds: until the guest ran, and until it was itself. */
	readonly tookMs: {readonly toRun: number; readonly toBeItself: number};
};
