import type {GuestImage} from '../../image/manifest.ts';
import {startLan} from '../lan/lan.ts';
import {ownerOf} from '../lan/owner.ts';
import {threadsUsedMs} from '../process/processor-time.ts';
import type {Accelerator} from '../vm/choose-accelerator.ts';
import type {GuestBudget} from '../vm/memory-budget.ts';
import type {VmSpec} from '../vm/vm-spec.ts';
import {enterBy, type StartVm} from './entered-guest.ts';
import {bootEach} from './fork-or-boot.ts';
import {FILES_PORT} from './guest-ports.ts';
import {freshGuests, type GuestSource} from './guest-source.ts';
import {paceOfGuests} from './pace-of-guests.ts';
import {harnessSteal} from './processor-look.ts';
import type {NodePlan, Substrate} from './testbed.ts';
import {vmNode, watchDeath} from './vm-node.ts';

/**
Nodes that are real guests on a LAN of our own.

@param startVm - `bootEach(…)` by default, or `forkEach(…)`.
@param guests - Where guests come from; by default each is started for its testbed by `startVm`.
@param capacity - How many guests the machine carries; a run with more says so before it starts them.
@param damage - See `Substrate`.
@param facts - More to tell in the results, e.g. where a template came from.
*/
export const vmSubstrate = ({
	image,
	accelerator,
	memoryMiB = 512,
	startVm = bootEach(accelerator),
	guests = freshGuests(enterBy(startVm, image)),
	capacity,
	damage,
	facts = {},
}: {
	readonly image: GuestImage;
	readonly accelerator: Accelerator;
	readonly memoryMiB?: number;
	readonly startVm?: StartVm;
	readonly guests?: GuestSource;
	readonly capacity?: GuestBudget;
	readonly damage?: () => Promise<string | undefined>;
	readonly facts?: Readonly<Record<string, string>>;
}): Substrate => ({
	name: 'vm',
	offers: ['network', 'guest'],
	...(damage && {damage}),
	async start(plans, {folder, seed, signal, record, holdsPorts = false}) {
		if (capacity !== undefined && plans.length > capacity.guests) {
			const text = `starts ${plans.length} guests where ${capacity.guests} fit (${capacity.because}): it may be slow, or fail`;
			record({type: 'note', text});
		}

		await using stack = new AsyncDisposableStack();
		const broken = new AbortController();
		const specs = plans.map((plan, index) => specOf(plan, {plans, index, image, memoryMiB}));
		const wanted = specs.map((spec, index) => ({spec, sharedAs: plans[index]?.sharedAs}));
		const lent = await guests.lend(wanted, {folder, signal});
		stack.defer(async () => {
			await Promise.all(lent.map(async guest => guest[Symbol.asyncDispose]()));
		});
		const lan = stack.use(await startLan({folder, seed, captureFolder: folder}, {signal}));
		lan.onFault((link, fault) => record({type: 'fault-set', link, fault}));
		// Before the network ends: what guests still have to say to each other belongs to this run.
		stack.defer(async () => {
			await Promise.all(lent.map(async guest => guest.tidy()));
		});
		const nodes = [];
		for (const [index, guest] of lent.entries()) {
			const spec = specs[index] as VmSpec;
			record({type: 'note', actor: spec.name, text: guest.came});
			if (holdsPorts) {
				await guest.agent.ask('hold_ports', [], {signal});
			}

			await lan.connect(spec.name, guest.cable, {signal, owner: ownerOf(spec.lan)});
			const watch = watchDeath(guest.vm, {name: spec.name, broken});
			stack.defer(() => watch.end());
			nodes.push(stack.use(vmNode(guest, {name: spec.name, image, address: addressOf(spec), folder})));
		}

		const harnessStealMs = harnessSteal(() => lent.reduce((sum, {vm}) => sum + (threadsUsedMs(vm.qemu.pid) ?? 0), 0));
		const owned = stack.move();
		return {
			nodes: new Map(nodes.map(node => [node.name, node])),
			network: lan,
			pace: paceOfGuests(lent),
			waitedMs: () => [harnessStealMs(), ...lent.map(({stealMs}) => stealMs?.() ?? 0)],
			broken: broken.signal,
			facts: {
				accelerator: `${accelerator.name}: ${accelerator.because}`,
				image: `${image.base}, ${image.architecture}, key ${image.key.slice(0, 12)}`,
				memory: `${memoryMiB} MiB a guest`,
				...(capacity && {room: `${capacity.guests} guests: ${capacity.because}`}),
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
	forwards: [22, FILES_PORT, ...ports],
});

const lanAddress = (index: number): string => `10.77.0.${10 + index}`;

const addressOf = ({lan}: VmSpec): string => lan.address.replace(/\/.*$/, '');
