import type {GuestImage} from '../../image/manifest.ts';
import {startLan} from '../lan/lan.ts';
import type {Accelerator} from '../vm/choose-accelerator.ts';
import type {RunningVm} from '../vm/running-vm.ts';
import type {VmSpec} from '../vm/vm-spec.ts';
import {bootEach} from './fork-or-boot.ts';
import {startAll} from './start-all.ts';
import type {NodePlan, Substrate} from './testbed.ts';
import {vmNode} from './vm-node.ts';

/** How guests come to be: booted (`bootVm`), or forked from a template. */
export type StartVm = (
	spec: VmSpec,
	options: {readonly lanSocket: string; readonly folder: string; readonly signal: AbortSignal},
) => Promise<RunningVm>;

/**
Nodes that are real guests on a LAN of our own.

@param startVm - `bootEach(…)` by default, or `forkEach(…)`.
@param facts - More to tell in the results, e.g. where a template came from.
*/
export const vmSubstrate = ({
	image,
	accelerator,
	memoryMiB = 512,
	startVm = bootEach(accelerator),
	facts = {},
}: {
	readonly image: GuestImage;
	readonly accelerator: Accelerator;
	readonly memoryMiB?: number;
	readonly startVm?: StartVm;
	readonly facts?: Readonly<Record<string, string>>;
}): Substrate => ({
	name: 'vm',
	offers: ['network', 'guest'],
	async start(plans, {folder, seed, signal, record}) {
		await using stack = new AsyncDisposableStack();
		const lan = stack.use(await startLan({folder, seed, captureFolder: folder}, {signal}));
		lan.onFault((link, fault) => record({type: 'fault-set', link, fault}));
		const loginMs: number[] = [];
		const broken = new AbortController();
		const specs = plans.map((plan, index) => specOf(plan, {plans, index, image, memoryMiB}));
		const nodes = await startAll(
			specs.map(spec => async within => {
				const vm = await startVm(spec, {lanSocket: await lan.plug(spec.name), folder, signal: within});
				record({type: 'note', actor: spec.name, text: `is up after ${(vm.tookMs.toBeItself / 1000).toFixed(1)} s`});
				const upMs = performance.now();
				const node = await vmNode(vm, {image, address: addressOf(spec), folder, broken, signal: within});
				loginMs.push(performance.now() - upMs);
				return node;
			}),
			{stack, signal},
		);
		const owned = stack.move();
		return {
			nodes: new Map(nodes.map(node => [node.name, node])),
			network: lan,
			slowness: slownessOf(loginMs),
			broken: broken.signal,
			facts: {
				accelerator: `${accelerator.name}: ${accelerator.because}`,
				image: `${image.base}, ${image.architecture}, key ${image.key.slice(0, 12)}`,
				memory: `${memoryMiB} MiB a guest`,
				...facts,
			},
			[Symbol.asyncDispose]: async () => owned.disposeAsync(),
		};
	},
});

type SpecOptions = {
	readonly plans: readonly NodePlan[];
	readonly index: number;
	readonly image: GuestImage;
	readonly memoryMiB: number;
};

/** Addresses count up from 10.77.0.10 in the order of the cast; each LAN is a run's own, so runs cannot collide. */
const specOf = ({name, ports}: NodePlan, {plans, index, image, memoryMiB}: SpecOptions): VmSpec => ({
	name,
	image,
	memoryMiB,
	cpus: 1,
	lan: {mac: `02:4f:53:50:00:${(10 + index).toString(16).padStart(2, '0')}`, address: `${lanAddress(index)}/16`},
	hosts: plans.map((plan, place) => ({name: plan.name, address: lanAddress(place)})),
	forwards: [22, ...ports],
});

const lanAddress = (index: number): string => `10.77.0.${10 + index}`;

const addressOf = ({lan}: VmSpec): string => lan.address.replace(/\/.*$/, '');

/** How long the first log-in takes to an emulated guest on a machine that is not busy, in milliseconds; most of it is the key exchange in the guest. */
const GOOD_LOGIN_MS = 500;

/** So much slower at most: whoever waits longer waits for something else. */
const MAX_SLOWNESS = 8;

/** The first thing every guest does is a measure of all it will do: on a busy machine waits are longer, and no program is blamed for it. */
const slownessOf = (loginMs: readonly number[]): number =>
	Math.min(MAX_SLOWNESS, Math.max(1, ...loginMs.map(ms => ms / GOOD_LOGIN_MS)));
