import type {TestNetwork} from '../testbed/test-network.ts';
import type {InputFile} from './file-source.ts';

/** What a play has besides its actors. */
export type Stage = {
	/** The links between the actors; a throw where the substrate has none, so a scenario that uses it needs `network`. */
	readonly network: TestNetwork;
	/** The user's files, or the sample pictures. */
	readonly inputs: readonly InputFile[];
	/** Begin a chapter of the story: shown to people, and to be found in the history. */
	readonly step: (title: string) => void;
	/** Aborted at the scenario's deadline. */
	readonly signal: AbortSignal;
};
