import {getEventListeners} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** What a process holds at a moment, after its garbage was collected. */
export type Census = {
	/** Live objects of JavaScript, in MiB. */
	readonly heapMiB: number;
	/** Memory of the process without pages of files, which come and go as the system needs room; all of it where there is no /proc. In MiB. */
	readonly residentMiB: number;
	/** Open descriptors; 0 where there is no /proc. */
	readonly descriptors: number;
	/** Timers, sockets and the like that keep the process alive. */
	readonly resources: number;
	/** Listeners to the abort of all living signals. */
	readonly abortListeners: number;
	/** Listeners at the process itself. */
	readonly processListeners: number;
};

/** Counts what this process holds. Disposing it gives `EventTarget` its own method back. */
export type CensusTaker = Disposable & {readonly count: () => Census};

/** Begin to note which signals are listened to: nothing else can name them all. */
export const takeCensus = (): CensusTaker => {
	setFlagsFromString('--expose-gc');
	const collectGarbage: () => void = runInNewContext('gc');
	const signals = new Set<WeakRef<AbortSignal>>();
	const known = new WeakSet<AbortSignal>();
	const {addEventListener} = EventTarget.prototype;
	EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: Parameters<typeof addEventListener>) {
		if (this instanceof AbortSignal && !known.has(this)) {
			known.add(this);
			signals.add(new WeakRef(this));
		}

		return addEventListener.apply(this, args);
	};
	return {
		count() {
			collectGarbage();
			let abortListeners = 0;
			for (const reference of signals) {
				const signal = reference.deref();
				if (signal === undefined) {
					signals.delete(reference);
				} else {
					abortListeners += getEventListeners(signal, 'abort').length;
				}
			}

			const {heapUsed, rss} = process.memoryUsage();
			return {
				heapMiB: heapUsed / MIB,
				residentMiB: (ownBytes() ?? rss) / MIB,
				descriptors: countDescriptors(),
				resources: process.getActiveResourcesInfo().length,
				abortListeners,
				processListeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
			};
		},
		[Symbol.dispose]() {
			EventTarget.prototype.addEventListener = addEventListener;
		},
	};
};

const MIB = 1024 * 1024;

/** @see proc_pid_status(5) */
const ownBytes = (): number | undefined => {
	try {
		const status = readFileSync('/proc/self/status', 'latin1');
		const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
		return (kib('RssAnon') + kib('RssShmem')) * 1024;
	} catch {
		return undefined;
	}
};

const countDescriptors = (): number => {
	try {
		return readdirSync('/proc/self/fd').length;
	} catch {
		return 0;
	}
};
