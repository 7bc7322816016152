import type {Readable} from 'node:stream';
import {abortable, aborted} from '../../guest/net/abortable.ts';
import {LastLines} from '../lines/last-lines.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import {OUT_OF_MEMORY} from '../process/out-of-memory.ts';
import {type RunningChild, startChild} from '../process/start-child.ts';
import {greetQmp, type QmpClient, QmpError} from '../qmp/qmp-client.ts';
import {BootError} from './boot-error.ts';
import {type IdentityAgent, identityAgent} from './identity-agent.ts';
import {CHANNELS, qemuArguments, type Wiring} from './qemu-arguments.ts';
import type {VmSpec} from './vm-spec.ts';

/** A QEMU that has greeted us; its guest stands still until the first `cont`. Disposing ends it. */
export type StartedMachine = AsyncDisposable & {
	readonly qemu: RunningChild;
	readonly qmp: QmpClient;
	readonly agent: IdentityAgent;
	/**
	Waits for something of this guest, unless the guest dies first.

	@param what - Completes `did not …`: `show its console`.
	@throws {BootError} If QEMU ends, the guest's kernel panics, or the deadline passes; with the last lines of the console.
	*/
	readonly alive: <Value>(
		what: string,
		work: (signal: AbortSignal) => Promise<Value>,
		deadline: Deadline,
	) => Promise<Value>;
};

export type Deadline = {
	/** Ends the wait with its own reason. */
	readonly signal: AbortSignal;
	readonly seconds: number;
};

/**
Start QEMU for a guest.

@param signal - Aborting ends it, now or later.
@throws {BootError} If QEMU refuses its arguments or says nothing.
*/
export const startMachine = async (
	vm: VmSpec,
	wiring: Wiring,
	{signal}: {readonly signal: AbortSignal},
): Promise<StartedMachine> => {
	await using started = new AsyncDisposableStack();
	const qemu = started.use(
		await startChild(wiring.machine.qemu, qemuArguments(vm, wiring), {
			signal,
			channels: CHANNELS.length,
			// A kernel that boots measures its clocks by interrupts that must come in time.
			longTurns: wiring.accelerator === 'tcg' && wiring.thaws === true,
		}),
	);
	const [monitor, identity, serial] = qemu.channels;
	if (!(monitor && identity && serial)) {
		throw new RangeError('a channel is missing');
	}

	const console = watchConsole(serial);
	const agent = identityAgent(identity);
	const fail = (what: string, cause?: unknown): BootError => {
		const consoleLines = console.lastLines();
		const lastLines = consoleLines.length > 0 ? consoleLines : qemu.lastLines();
		return new BootError(vm.name, what, {lastLines, consoleLog: wiring.consoleLog, cause});
	};
	const death = new AbortController(); // A signal and no promise: who waits for something of this guest stops listening afterwards.
	void qemu.exited.then(({exitCode, signal: by}) =>
		death.abort(fail(`ended (${by ?? `exit code ${exitCode}`})${qemuSaid(qemu)}`)),
	);
	void console.panicked.then(line =>
		death.abort(fail(`is dead: its kernel says "${line.slice(line.indexOf('Kernel panic'))}"`)),
	);

	const alive: StartedMachine['alive'] = async (what, work, {signal: outer, seconds}) => {
		const deadline = AbortSignal.timeout(Math.ceil(seconds * 1000));
		try {
			return await abortable(work(AbortSignal.any([outer, deadline])), death.signal);
		} catch (error) {
			outer.throwIfAborted();
			if (error instanceof QmpError && !deadline.aborted) {
				await abortable(aborted(AbortSignal.timeout(1000)), death.signal); // Its death tells more than its silence.
			}

			throw deadline.aborted ? fail(`did not ${what} within ${seconds.toFixed(0)} s`, error) : error;
		}
	};
	const qmp = started.use(
		await alive('greet us', within => greetQmp(monitor, {signal: within}), {signal, seconds: GREETING_SECONDS}),
	);
	const owned = started.move();
	return {qemu, qmp, agent, alive, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

/** A QEMU that starts at all greets within a tenth of a second; on a machine with too much to do, within a few. */
const GREETING_SECONDS = 30;

const qemuSaid = (qemu: RunningChild): string => {
	const lines = qemu.lastLines();
	if (lines.at(-1) === OUT_OF_MEMORY) {
		return `. ${OUT_OF_MEMORY.slice(0, -1)}`;
	}

	return lines.length === 0 ? '' : `; QEMU said: ${lines.join('; ')}`;
};

/** What a guest's kernel and its first programs say. QEMU keeps the whole of it in a file; we watch it as it comes. */
type GuestConsole = {
	/** The end of it, oldest first, without control sequences. */
	readonly lastLines: () => readonly string[];
	/** Settles when the kernel says that it cannot go on. */
	readonly panicked: Promise<string>;
};

/** Watch a console until it ends. */
export const watchConsole = (stream: Readable): GuestConsole => {
	const lastLines = new LastLines();
	const {promise: panicked, resolve} = Promise.withResolvers<string>();
	void readConsole(stream, line => {
		lastLines.add(line);
		if (PANIC.test(line)) {
			resolve(line);
		}
	});
	return {lastLines: () => lastLines.all, panicked};
};

/** The kernel's own words for it (kernel/panic.c); what merely went wrong in it (an oops, a hung task) may still pass. */
const PANIC = /Kernel panic - not syncing/;

const readConsole = async (stream: Readable, onLine: (line: string) => void): Promise<void> => {
	const cutter = new LineCutter();
	try {
		for await (const chunk of stream) {
			cutter.push(chunk).map(withoutControls).forEach(onLine);
		}
	} catch {
		// QEMU is gone; who started it hears of that.
	}

	cutter.end().map(withoutControls).forEach(onLine);
};

const withoutControls = (line: string): string =>
	line.replaceAll(/\u001b\[[0-9;?]*[a-zA-Z]|[\u0000-\u0008\u000b-\u001f]/g, '');
