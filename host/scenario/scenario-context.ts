import type {HistoryEvent} from '../history/event.ts';
import type {TestNetwork} from '../testbed/testbed.ts';
import type {InputFile} from './file-contents.ts';

/** What the steps of a scenario have besides its actors. */
export type ScenarioContext = {
	/** The links between the actors. Only scenarios that need `network` may touch it. */
	readonly network: TestNetwork;
	/** The user's files, or the sample pictures. */
	readonly inputs: readonly InputFile[];
	/** Begin a chapter of the scenario: shown to people, and to be found in the history. */
	readonly step: (title: string) => void;
	/** Everything that happened so far. */
	readonly history: readonly HistoryEvent[];
	/** Aborted at the scenario's deadline. */
	readonly signal: AbortSignal;
};

/** The context of one scenario: every actor under its name, and the rest. */
export const scenarioContext = (
	actors: Readonly<Record<string, unknown>>,
	{
		network,
		inputs,
		...rest
	}: Omit<ScenarioContext, 'network' | 'inputs'> & {
		readonly network: TestNetwork | undefined;
		readonly inputs: () => readonly InputFile[];
	},
): ScenarioContext & Readonly<Record<string, unknown>> => ({
	...rest,
	...actors,
	get inputs() {
		return inputs();
	},
	get network() {
		if (network === undefined) {
			throw new Error("this scenario breaks the network, so its file must say needs: ['network']");
		}

		return network;
	},
});
