import type {EventOf} from '../history/event.ts';
import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';
import {type IdleShare, idleShares} from './idle-share.ts';

/** Resident memory, in MiB: several times what a peer or tracker needs, in whatever language. */
const MAX_RESIDENT_MIB = 256;

/** Open files and connections: a peer stays under the soft limit of most systems; a tracker is there to hold connections. */
const MAX_OPEN_FILES: Readonly<Record<string, number>> = {peer: 1024, tracker: 65_536};

/** Bytes in its folder, in MiB: many times what any scenario shares. */
const MAX_DISK_MIB = 256;

/** Part of a processor that a program with nothing to do may use. One that rests uses a hundredth, one that polls a hundred times a second a tenth in an emulated guest; one that spins uses all it gets, which on a busy machine may be a quarter. */
const MAX_IDLE_SHARE = 0.2;

/** The same in a guest, whose clock goes on while the host gives its processor to others: what little is cleaned up there looks like much, and who spins uses all there is, however busy the host. */
const MAX_IDLE_SHARE_IN_GUEST = 0.7;

/** However hard it is pressed, the program needs little. */
export const staysWithinLimits: Check = {
	id: 'stays-within-means',
	title: `no program used more than ${MAX_RESIDENT_MIB} MiB of memory, ${MAX_DISK_MIB} MiB of disk, no peer more than ${MAX_OPEN_FILES['peer']} open files, and none kept a processor busy with nothing to do`,
	level: 'must',
	advice:
		'Bound every buffer: the length of a line, of a reply, of what waits for a slow reader; send files in pieces; limit the size of a download and the number of connections. A program that is busy while nobody asks it for anything often polls a connection that was closed.',
	judge(history) {
		const attackers = new Set(history.flatMap(event => (event.type === 'attack' ? [event.actor] : [])));
		const samples = history.filter(event => event.type === 'resources').filter(({actor}) => !attackers.has(actor));
		if (samples.length === 0) {
			return {verdict: 'unknown', because: 'nothing was measured'};
		}

		const [spinning] = idleShares(history).filter(({actor, ...idle}) => !attackers.has(actor) && isSpinning(idle));
		if (spinning !== undefined) {
			const {actor, program, share, evidence} = spinning;
			return {
				verdict: 'fail',
				because: `${actor}'s ${program} used ${Math.round(share * 100)} % of a processor when the attack was over and nobody asked it for anything`,
				evidence,
				...lateIn([{from: evidence[0]?.at ?? 0, to: evidence.at(-1)?.at ?? 0}]),
			};
		}

		const over = samples.filter(isOver);
		const [worst] = over.toSorted((a, b) => b.residentMiB + b.diskMiB - a.residentMiB - a.diskMiB);
		return worst === undefined
			? {verdict: 'pass', evidence: samples.slice(-1)}
			: {
					verdict: 'fail',
					because: `${worst.actor}'s ${worst.program} used ${Math.round(worst.residentMiB)} MiB of memory, ${Math.round(worst.diskMiB)} MiB of disk and ${worst.openFiles} open files`,
					evidence: over.slice(0, 10),
				};
	},
};

const isSpinning = ({share, evidence}: Omit<IdleShare, 'actor'>): boolean =>
	share > (evidence.some(({toldMs}) => toldMs !== undefined) ? MAX_IDLE_SHARE_IN_GUEST : MAX_IDLE_SHARE);

const isOver = ({program, residentMiB, openFiles, diskMiB}: EventOf<'resources'>): boolean =>
	residentMiB > MAX_RESIDENT_MIB ||
	openFiles > (MAX_OPEN_FILES[program] ?? Number.POSITIVE_INFINITY) ||
	diskMiB > MAX_DISK_MIB;
