import type {HistoryEvent} from '../history/event.ts';
import type {TestNetwork} from '../testbed/test-network.ts';
import type {CrewMember} from './crew.ts';
import type {InputFile} from './file-source.ts';

/** What a play has besides its actors. */
export type Stage = {
	/** The links between the actors. Only scenarios that need `network` may touch it. */
	readonly network: TestNetwork;
	/** The user's files, or the sample pictures. */
	readonly inputs: readonly InputFile[];
	/** Begin a chapter of the story: shown to people, and to be found in the history. */
	readonly step: (title: string) => void;
	/** Everything that happened so far. */
	readonly history: readonly HistoryEvent[];
	/** Aborted at the scenario's deadline. */
	readonly signal: AbortSignal;
};

/** The stage of one run: every actor under its name, and the rest. */
export const setStage = (
	crew: readonly CrewMember[],
	{
		network,
		inputs,
		...rest
	}: Omit<Stage, 'network' | 'inputs'> & {
		readonly network: TestNetwork | undefined;
		readonly inputs: () => readonly InputFile[];
	},
): Stage & Readonly<Record<string, unknown>> => ({
	...rest,
	...Object.fromEntries(crew.map(({actor}) => [actor.name, actor])),
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
