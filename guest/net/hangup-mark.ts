/** The main thread's timer slack, in nanoseconds, of an executable of ours that was started with SIGHUP ignored (scripts/mark-ignored-hangup.ts). It differs from everybody's default, 50,000, by one: nobody else asks for it, and no timer notices. Below 2^16, for an instruction of arm64 to hold it. */
export const HANGUP_MARK = 50_001;

/** Whether SIGHUP was ignored at the start of this process, as nohup does. Only our executables know; a program that runs from its source does not. */
export const hangupWasIgnored = (): boolean => {
	try {
		const slack = process.getBuiltinModule('node:fs').readFileSync('/proc/self/timerslack_ns', 'latin1');
		return Number(slack) === HANGUP_MARK;
	} catch {
		return false; // No Linux.
	}
};
