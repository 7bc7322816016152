import type {VmSpec} from '../vm/vm-spec.ts';
import {MAX_STRETCH} from '../wait/pace.ts';
import type {EnteredGuest, EnterGuest} from './entered-guest.ts';
import {startAll} from './start-all.ts';

/** Where a testbed gets its guests, and where they go when it ends. */
export type GuestSource = {
	/** Guests for all of these, or for none. */
	readonly lend: (wanted: readonly WantedGuest[], options: LendOptions) => Promise<readonly LentGuest[]>;
};

export type WantedGuest = {
	readonly spec: VmSpec;
	/** Who may use it after whom: only those who say the same. A guest of one who says nothing is used once. */
	readonly sharedAs?: string | undefined;
};

export type LendOptions = {
	/** The run's: gets the consoles. */
	readonly folder: string;
	readonly signal: AbortSignal;
};

/** A guest for the time of one testbed. Disposing gives it back. */
export type LentGuest = EnteredGuest & {
	/** How long it took to be what it is to be, in words for people. */
	readonly came: string;
	/** How many times slower it is than a good one, measured: 1 or more. */
	readonly slowness: number;
	/** While it is still on its network: takes away what the testbed left in it, if it is to be used again. */
	readonly tidy: () => Promise<void>;
};

/** Guests that are started for one testbed and end with it. */
export const freshGuests = (enter: EnterGuest): GuestSource => ({
	async lend(wanted, {folder, signal}) {
		await using stack = new AsyncDisposableStack();
		const guests = await startAll(
			wanted.map(
				({spec}) =>
					async within =>
						freshGuest(await enter(spec, {folder, signal: within})),
			),
			{stack, signal},
		);
		stack.move();
		return guests;
	},
});

/** One that was started for whom it is lent to. */
export const freshGuest = (guest: EnteredGuest): LentGuest =>
	lendable(guest, {
		came: `is up after ${(guest.vm.tookMs.toBeItself / 1000).toFixed(1)} s`,
		slowness: guest.loginMs / GOOD_LOGIN_MS,
	});

/** A guest with what is told of it. @param slowness - As it was measured: any ratio. */
export const lendable = (
	guest: EnteredGuest,
	{came, slowness}: {readonly came: string; readonly slowness: number},
): LentGuest => ({...guest, came, slowness: slownessOf(slowness), async tidy() {}});

/** How long the first log-in takes to an emulated guest on a machine that is not busy, in milliseconds; most of it is the key exchange in the guest. */
const GOOD_LOGIN_MS = 500;

/** The first thing a guest does is a measure of all it will do: on a busy machine waits are longer, and no program is blamed for it. */
const slownessOf = (ratio: number): number => Math.min(MAX_STRETCH, Math.max(1, ratio));
