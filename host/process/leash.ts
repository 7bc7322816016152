/**
The shell script that starts every child of ours, so that none outlives us: not our end, not a `kill -9`.

It holds the child end of a socket whose other end only we have (descriptor 3). A watchdog in the background reads from it; when we close our end, or die by any means, the read ends and the watchdog kills the whole process group, itself included. The program then replaces the shell, so its process id is the one we were given. Plain POSIX sh, so it works on macOS too, where PR_SET_PDEATHSIG does not exist; and unlike that, it takes grandchildren along.

Called as `sh -c LEASH sh PERL FILE ARGUMENT…` as the leader of a new process group. Tells over descriptor 3 whether FILE exists. PERL, unless it is empty, is what Perl is to do before it becomes the program (long-turns.ts).

- The watchdog is forked twice: a child the program knows nothing of would confuse a program that waits for all of its own.
- It ignores the signals with which the group is asked to end: it must outlive those who ignore them too.
- It lets go of all other descriptors, else whoever reads them would wait for its end.
- The program, and not the watchdog or we, is what the kernel is to kill when memory is short: we are to say so (`oom_score_adj`, proc(5)).
- While it lives, the number of the group cannot be given to others, so the kill cannot hit a stranger.
*/
export const LEASH = `
perl=$1
shift
command -v "$1" >/dev/null || { echo missing >&3; exit 127; }
( (
	trap '' HUP INT TERM
	read -r _ <&3
	kill -s KILL -- -$$
) </dev/null >/dev/null 2>&1 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- & )
echo found >&3
{ echo 500 >/proc/$$/oom_score_adj; } 2>/dev/null
if [ -n "$perl" ] && command -v perl >/dev/null; then
	exec perl -e "$perl" "$@" 3>&-
fi
exec "$@" 3>&-
`;

/** The descriptor of the child at which its first channel stands; the next ones follow. */
export const FIRST_CHANNEL = 4;

/** How many channels a child may have: sh names descriptors by one digit. */
export const MAX_CHANNELS = 6;
