import type {PeerLimits} from './peer-limits.ts';
import type {BudgetLimits} from './transfer-budget.ts';

/** What receiving one file from one holder may cost. */
export const downloadBudget = (limits: PeerLimits): BudgetLimits => ({
	maxBytes: limits.maxFileMib * 1024 * 1024,
	maxMs: limits.downloadSeconds * 1000,
	firstByteMs: limits.firstByteSeconds * 1000,
	idleMs: limits.idleSeconds * 1000,
	minBytesPerSecond: limits.minRate,
	windowMs: limits.rateSeconds * 1000,
});

/** What sending one file to one reader may cost: the same, but what we share may be of any size. */
export const uploadBudget = (limits: PeerLimits): BudgetLimits => ({
	...downloadBudget(limits),
	firstByteMs: limits.idleSeconds * 1000,
	maxBytes: Number.POSITIVE_INFINITY,
	maxMs: Number.POSITIVE_INFINITY,
});
