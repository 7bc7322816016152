import type {Happening} from '../history/event.ts';
import type {Lan} from '../lan/lan.ts';
import type {Pace} from '../wait/pace.ts';
import type {TestNode} from './test-node.ts';

/** All nodes of a scenario on one network, up and reachable. */
export type Testbed = AsyncDisposable & {
	/** By name in the cast, in the order of the cast. */
	readonly nodes: ReadonlyMap<string, TestNode>;
	/** Only where links can be broken on purpose. */
	readonly network?: TestNetwork;
	/** How fast they go, measured: limits in time are stretched by it. */
	readonly pace?: Pace;
	/** How long each node, and the harness, wanted a processor so far and waited for one that others than itself had, in milliseconds; left out where nobody knows. Nothing is stretched by it: it tells how much a verdict is worth. */
	readonly waitedMs?: () => readonly number[];
	/** Aborted, with a HarnessError as its reason, when a node dies by itself. */
	readonly broken?: AbortSignal;
	/** What a reader of the results should know: accelerator and why, image key, versions. */
	readonly facts: Readonly<Record<string, string>>;
};

/** A way to have nodes. A plan: nothing runs before `start`. */
export type Substrate = {
	readonly name: 'vm' | 'process';
	/** What scenarios may ask for here; one that needs more is not run, and the report says so. */
	readonly offers: readonly Need[];
	/**
	Start all nodes, or none.

	@throws {HarnessError} If a node does not come up; what had come up is gone then.
	*/
	start(nodes: readonly NodePlan[], options: TestbedOptions): Promise<Testbed>;
	/**
	To be asked before anybody is blamed for anything that did not go well: what all nodes are made from is looked into.

	@returns What is damaged, in words; undefined when nothing is.
	*/
	damage?(): Promise<string | undefined>;
};

/** `network`: links that break on purpose. `guest`: a machine of its own, for what must not touch the host. */
export type Need = 'network' | 'guest';

/** One node to be. */
export type NodePlan = {
	readonly name: string;
	/** The guest ports the host wants to reach. */
	readonly ports: readonly number[];
	/** Who may use the same machine one after another: only those who say the same here. Without it, it is new and used once. */
	readonly sharedAs?: string;
};

export type TestbedOptions = {
	/** The run's folder, which exists: consoles, outputs and captures go there. */
	readonly folder: string;
	/** Seed of all randomness in the testbed. */
	readonly seed: number;
	/** Whether a port stays taken for a while after its program has died, as on any machine. Without it, guests let it go at once. */
	readonly holdsPorts?: boolean;
	readonly signal: AbortSignal;
	/** Told as it happens: progress, and what the network did. */
	readonly record: (happening: Happening) => void;
};

/** The network between the nodes, as scenarios break it: each by its name in the cast. What was set goes to the history at once, what it hit when the play is over. */
export type TestNetwork = Pick<
	Lan,
	'between' | 'oneWay' | 'cable' | 'cut' | 'partition' | 'reset' | 'heal' | 'when' | 'report' | 'flows' | 'watchFor'
>;
