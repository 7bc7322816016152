/**
Perl for a program that computes much and is in no hurry: it has the system give itself long turns on a processor, and then becomes the program its arguments name.

Linux gives a turn of a few milliseconds, and takes it away when anybody else wakes up. An emulated guest has to fetch its translated code into the processor's cache again after each: with two guests a processor that is a third of all its time (docs/vm.md). So it runs as SCHED_BATCH, which interrupts nobody, with turns of 20 ms, for which Linux 6.12 or later can be asked.

Perl, because Node cannot make a system call and every Debian has it; where it is missing, or the system refuses, turns are as long as they are.

@returns Nothing to run where we know no such call.
@see sched_setattr(2), sched(7)
*/
export const askForLongTurns = (platform: NodeJS.Platform, architecture: string): string => {
	const call = platform === 'linux' ? SCHED_SETATTR[architecture] : undefined;
	return call === undefined
		? ''
		: `syscall(${call}, 0, pack('L L Q l L Q Q Q', 48, ${SCHED_BATCH}, 0, getpriority(0, 0), 0, ${TURN_NS}, 0, 0), 0); exec {$ARGV[0]} @ARGV; exit 127`;
};

/** The number of the system call, per architecture. */
const SCHED_SETATTR: Readonly<Record<string, number>> = {x64: 314, arm64: 274};

const SCHED_BATCH = 3;

/** Longer ones (up to 100 ms) save a little more, and make a crowd of guests slow to answer. */
const TURN_NS = 20_000_000;
