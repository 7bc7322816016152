import type {Lan} from '../lan/lan.ts';

/** The network between the nodes, as scenarios break it: each by its name in the cast. What was set goes to the history at once, what it hit when the play is over. */
export type TestNetwork = Pick<
	Lan,
	'between' | 'oneWay' | 'cable' | 'cut' | 'partition' | 'reset' | 'heal' | 'when' | 'report' | 'flows' | 'watchFor'
>;
