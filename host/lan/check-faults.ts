import {LanError} from './lan-error.ts';
import {describeFaults, type LinkFaults} from './link-faults.ts';

/**
Refuse faults that cannot be meant, before anything runs.

@param where - The link, for the message, e.g. `alice ↔ bob`.
@throws {LanError} Naming the fault, its value, and what it may be.
*/
const checkFaults = (where: string, faults: LinkFaults): void => {
	const refuse = (key: string, rule: string): never => {
		const value: unknown = Reflect.get(faults, key);
		throw new LanError(`The link ${where} cannot have ${key}: ${String(value)}.`, {hint: `${key} ${rule}.`});
	};

	for (const key of Object.keys(faults)) {
		if (!KNOWN.has(key)) {
			refuse(key, `is no fault; there are ${[...KNOWN].join(', ')}`);
		}
	}

	for (const key of SHARES) {
		const share = faults[key] ?? 0;
		if (!(share >= 0 && share <= 1)) {
			refuse(key, 'is a share of frames, from 0 to 1');
		}
	}

	for (const key of TIMES) {
		const ms = faults[key] ?? 0;
		if (!(ms >= 0 && ms <= LONGEST_MS)) {
			refuse(key, `is a time in milliseconds, from 0 to ${LONGEST_MS}`);
		}
	}

	for (const key of COUNTS) {
		const bytes = faults[key];
		if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes >= (key === 'limitBytes' ? 0 : 1))) {
			refuse(key, 'is a whole number of bytes');
		}
	}

	if ((faults.jitterMs ?? 0) > (faults.delayMs ?? 0)) {
		refuse('jitterMs', 'is at most delayMs: a frame cannot arrive before it is sent');
	}

	for (const [key, other] of COMPANIONS) {
		if (faults[key] !== undefined && faults[other] === undefined) {
			refuse(key, `means nothing without ${other}`);
		}
	}
};

/**
Refuse faults that do nothing, which is a slip when a fault is set by itself.

@throws {LanError} If not one fault is left.
*/
export const checkSomeFault = (where: string, faults: LinkFaults): void => {
	checkFaults(where, faults);
	if (describeFaults(faults).size === 0) {
		throw new LanError(`The link ${where} becomes what it was: no fault is named.`, {
			hint: 'Name a fault, such as {lossShare: 0.02}; to end faults, let the link heal.',
		});
	}
};

/** Longest wait a frame can be given: longer than any scenario. */
const LONGEST_MS = 600_000;
const SHARES = ['lossShare', 'duplicateShare', 'reorderShare', 'corruptShare'] as const;
const TIMES = ['delayMs', 'jitterMs', 'reorderMs', 'closeDelayMs'] as const;
const COUNTS = ['bytesPerSecond', 'queueBytes', 'sliceBytes', 'limitBytes'] as const;
const COMPANIONS = [
	['queueBytes', 'bytesPerSecond'],
	['reorderMs', 'reorderShare'],
	['checksum', 'corruptShare'],
	['afterLimit', 'limitBytes'],
] as const;
const KNOWN: ReadonlySet<string> = new Set([
	...SHARES,
	...TIMES,
	...COUNTS,
	'cut',
	'stall',
	'reset',
	'checksum',
	'afterLimit',
]);
