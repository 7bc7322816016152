/** Limits of each program in a guest, under test or ours: more than any peer needs, less than what brings a guest down. Memory in MiB. */
export const PROGRAM_LIMITS = {memoryMiB: 320, tasks: 400} as const;
