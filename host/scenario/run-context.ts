import type {History} from '../history/history.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {TestNode} from '../testbed/test-node.ts';
import type {Pace} from '../wait/pace.ts';
import type {TrackerActor} from './actors.ts';
import type {Role} from './role.ts';

/** What all actors of one run share. */
export type RunContext = {
	readonly history: History;
	readonly seed: number;
	readonly programs: ProgramsUnderTest;
	/** Aborted at the deadline of the scenario. */
	readonly signal: AbortSignal;
	/** Whether programs under test are measured about once a second while they run: only where the scenario judges it. */
	readonly measures: boolean;
	/** How fast these nodes go: limits in time are stretched by it. */
	readonly pace: Pace;
	/** Where a tracker is; without one, the first of the cast, which actors use unless they are told otherwise. */
	readonly trackerAddress: (tracker?: TrackerActor) => TrackerAddress;
	/** Who serves at `a.b.c.d:port`, or is the only one at that address. */
	readonly whoIsAt: (endpoint: string) => Participant | undefined;
	/** Who connects from an address: on plain processes, a stranger's program connects from the first of loopback. The address itself where nobody is known to. */
	readonly whoComesFrom: (address: string) => string;
	/** Names of the peers under test. */
	readonly peersUnderTest: readonly string[];
};

/** Where actors find a tracker (`address`), and where the harness does (`node`). */
export type TrackerAddress = {readonly address: string; readonly port: number; readonly node: TestNode};

/** One member of the cast before it acts. */
export type Participant = {
	readonly name: string;
	readonly role: Role;
	readonly node: TestNode;
	readonly run: RunContext;
};
