/** What a mutant may swallow, in bytes: enough to be found out, not enough to harm the machine. */
const MAX_RESIDENT_BYTES = 420 * 1024 * 1024;

/** Whether a hole that eats memory may go on. */
export const mayGrow = (): boolean => process.memoryUsage.rss() < MAX_RESIDENT_BYTES;
