import type {Check} from '../checks/check.ts';
import type {Need} from '../testbed/testbed.ts';
import type {ActorOf, Role} from './role.ts';
import type {ScenarioContext} from './scenario-context.ts';

/** A claim and how it is tried: who takes part, what they do, and what must hold afterwards. */
export type Scenario = {
	/** Kebab-case, unique: what is typed after `run`. */
	readonly name: string;
	readonly group: 'good' | 'network' | 'bad';
	/** The claim, as a sentence. */
	readonly title: string;
	/** The damage in the world if the claim is false. */
	readonly because: string;
	/** Deadline of the steps in seconds, from the moment all nodes are up, on nodes that are not slow. */
	readonly withinSeconds: number;
	/** Role by name; the first tracker is the one peers use. */
	readonly cast: Readonly<Record<string, Role>>;
	/** What the substrate must offer; where it does not, the scenario is not run. */
	readonly needs: readonly Need[];
	readonly steps: (context: ScenarioContext & Readonly<Record<string, unknown>>) => Promise<void>;
	readonly mustHold: readonly Check[];
};

/** A scenario as its file writes it: its steps get every member of the cast under its name. */
export type ScenarioPlan<Cast extends Readonly<Record<string, Role>>> = Omit<Scenario, 'cast' | 'needs' | 'steps'> & {
	readonly cast: Cast;
	readonly needs?: readonly Need[];
	/** Acts and waits, but judges nothing: what happens goes to the history. A throw of a verb ends the scenario. */
	readonly steps: (context: ScenarioContext & {readonly [Name in keyof Cast]: ActorOf<Cast[Name]>}) => Promise<void>;
};

/** Define a scenario; the types of the actors follow from the cast. */
export const scenario = <const Cast extends Readonly<Record<string, Role>>>(plan: ScenarioPlan<Cast>): Scenario => ({
	needs: [],
	...plan,
	// The runner makes the context from this very cast, so it holds an actor of the right kind under every name.
	steps: context => plan.steps(context as Parameters<typeof plan.steps>[0]),
});
