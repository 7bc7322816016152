import {addAbortListener} from 'node:events';
import {mkdir, mkdtemp, open, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import type {VmSpec} from '../vm/vm-spec.ts';
import {watchWithoutSteal} from '../wait/pace.ts';
import type {EnteredGuest, EnterGuest} from './entered-guest.ts';
import {FILES_PORT, GUEST_PORTS} from './guest-ports.ts';
import {
	freshGuest,
	type GuestSource,
	type LendOptions,
	type LentGuest,
	lendable,
	type WantedGuest,
} from './guest-source.ts';
import {Semaphore} from './semaphore.ts';
import {startAll} from './start-all.ts';

/** A guest that nobody uses, and what it last was. */
type IdleGuest = {readonly guest: EnteredGuest; readonly sharedAs: string; readonly name: string};

/**
Guests that are used again: emulated, a guest has to translate each program it starts for the first time, which takes five times as long as starting it again.

When its testbed ends, a guest is tidied up and proven to be as it was before; one that is not is thrown away, and so is one that does not answer. For its next testbed it becomes another: name, addresses, clock and entropy as after a fork.

@param most - How many guests there may be at once.
@param parentFolder - Gets a folder with disks and consoles for as long as the pool is there.
@param report - Told of each guest that is thrown away, and why.
@param signal - Ends all guests: they outlive the testbeds for which they were started.
@see docs/scenarios.md
*/
export const openGuestPool = async (
	enter: EnterGuest,
	{
		most,
		parentFolder,
		report,
		signal: life,
	}: {
		readonly most: number;
		readonly parentFolder: string;
		readonly report: (what: string) => void;
		readonly signal: AbortSignal;
	},
): Promise<GuestSource & AsyncDisposable> => {
	await using stack = new AsyncDisposableStack();
	await makeFolder(parentFolder);
	const folder = stack.adopt(await mkdtemp(join(parentFolder, '.guests-')), path => rm(path, {recursive: true}));
	const semaphore = new Semaphore(most);
	let idle: IdleGuest[] = [];
	let count = 0;
	let started = 0;
	stack.defer(async () => {
		await Promise.all(idle.map(async ({guest}) => guest[Symbol.asyncDispose]()));
	});

	const end = async (guest: EnteredGuest): Promise<void> => {
		count -= 1;
		await guest[Symbol.asyncDispose]();
	};

	/** One that may be used by them, best one that was the same before: it has translated the programs of that role. */
	const findIdle = ({spec: {name}, sharedAs}: WantedGuest): IdleGuest | undefined => {
		const fit = idle.filter(one => one.sharedAs === sharedAs);
		const found = fit.find(one => one.name === name) ?? fit[0];
		idle = idle.filter(one => one !== found);
		return found;
	};

	const makeRoom = async (): Promise<void> => {
		const [other] = idle;
		if (count > most && other !== undefined) {
			idle = idle.slice(1);
			await end(other.guest);
		}
	};

	const startOne = async (spec: VmSpec, signal: AbortSignal): Promise<EnteredGuest> => {
		count += 1;
		started += 1;
		const home = join(folder, String(started));
		const givenUp = new AbortController();
		using _leaving = addAbortListener(signal, () => givenUp.abort(signal.reason));
		try {
			await makeRoom();
			await mkdir(home);
			const everyRole = {
				...spec,
				forwards: [22, FILES_PORT, ...Object.values(GUEST_PORTS)],
				translatedMiB: TRANSLATED_MIB,
			};
			return await enter(everyRole, {folder: home, signal: AbortSignal.any([life, givenUp.signal])});
		} catch (error) {
			count -= 1;
			throw error;
		}
	};

	/** Makes an idle guest another; one that cannot, since it broke meanwhile, ends, and another has to start in its place. */
	const useAgain = async ({guest, name}: IdleGuest, spec: VmSpec, signal: AbortSignal) => {
		const tookMs = watchWithoutSteal();
		const {stealMs} = guest;
		const neededMs = watchWithoutSteal(stealMs && {stealMs: () => [stealMs()]});
		try {
			const consoleFrom = (await stat(guest.vm.console)).size;
			await guest.vm.become(spec, {signal});
			const came = `became itself after ${(tookMs() / 1000).toFixed(2)} s in a guest that was ${name}`;
			return {guest: lendable(guest, {came, slowness: neededMs() / GOOD_CHANGE_MS}), consoleFrom};
		} catch (error) {
			await end(guest);
			signal.throwIfAborted();
			report(`a guest that was ${name} is replaced: ${error instanceof Error ? error.message : error}`);
			return undefined;
		}
	};

	const lendOne = async (
		{spec, sharedAs}: WantedGuest,
		known: IdleGuest | undefined,
		{folder: runFolder, signal}: LendOptions,
	): Promise<LentGuest> => {
		await using broken = new AsyncDisposableStack();
		broken.defer(() => semaphore.leave(1));
		const again = known && (await useAgain(known, spec, signal));
		const guest = again?.guest ?? freshGuest(await startOne(spec, signal));
		const consoleFrom = again?.consoleFrom ?? 0;
		broken.move();
		let isTidy = false;
		return {
			...guest,
			async tidy() {
				const left = sharedAs === undefined ? '' : await leftIn(guest);
				isTidy = left === '';
				if (!isTidy && !life.aborted) {
					report(`a guest that was ${spec.name} is thrown away: ${left.split('\n').slice(0, 5).join(', ')}`);
				}
			},
			async [Symbol.asyncDispose]() {
				using place = new DisposableStack();
				place.defer(() => semaphore.leave(1)); // Whatever fails here, its place is free for the next.
				try {
					await copyConsole(guest, `${runFolder}/${spec.name}.console.log`, consoleFrom);
				} finally {
					if (isTidy && sharedAs !== undefined) {
						idle.push({guest, sharedAs, name: spec.name});
					} else {
						await end(guest);
					}
				}
			},
		};
	};

	const owned = stack.move();
	return {
		async lend(wanted, options) {
			await semaphore.take(wanted.length, options);
			await using lent = new AsyncDisposableStack();
			// Chosen before any is started: what is started may end an idle one to make room.
			const known = wanted.map(findIdle);
			const guests = await startAll(
				wanted.map((one, index) => async signal => lendOne(one, known[index], {...options, signal})),
				{stack: lent, signal: options.signal},
			);
			lent.move();
			return guests;
		},
		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};

/** What the system, the peer and the tracker come to, translated, in MiB, and what some fifty starts of them add. With half of it, all is forgotten every third start. */
const TRANSLATED_MIB = 256;

/** How long it takes a good guest to become another, in milliseconds. */
const GOOD_CHANGE_MS = 100;

/** How long tidying up may take, in milliseconds; a guest that takes longer is not worth waiting for. */
const TIDY_MS = 20_000;

/** What a testbed has left in a guest that cannot be taken away, in words; nothing, when it is as it was. */
const leftIn = async ({agent, workers}: EnteredGuest): Promise<string> => {
	try {
		const left = await agent.ask('tidy', workers.resting, {signal: AbortSignal.timeout(TIDY_MS)});
		return left?.toString('latin1') ?? 'it could not be looked at';
	} catch (error) {
		return String(error);
	}
};

/** A run keeps what the console showed in its time. */
const copyConsole = async ({vm}: EnteredGuest, path: string, from: number): Promise<void> => {
	await using file = await open(vm.console);
	const {size} = await file.stat();
	const bytes = Buffer.alloc(Math.max(0, size - from));
	await file.read(bytes, 0, bytes.length, from);
	await writeFile(path, bytes);
};
