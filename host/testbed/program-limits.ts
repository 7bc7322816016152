/** Limits of each program in a guest, under test or ours: more than any peer needs, less than what brings a guest down. Memory in MiB. */
export const PROGRAM_LIMITS = {memoryMiB: 320, tasks: 400} as const;

/** Output kept of the programs that share a file, in bytes, however often they are started: one that prints for ever must not fill the host's disk. */
export const MOST_LOG_BYTES = 16 * 1024 * 1024;
