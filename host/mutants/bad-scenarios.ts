import type {Scenario} from '../scenario/scenario.ts';
import evilClients from '../scenarios/bad/evil-clients.ts';
import evilDownloaders from '../scenarios/bad/evil-downloaders.ts';
import evilTrackers from '../scenarios/bad/evil-trackers.ts';
import evilUploaders from '../scenarios/bad/evil-uploaders.ts';

/** Every scenario of evil, one for each attack of the catalogue. */
export const badScenarios = (): readonly Scenario[] => [
	...evilUploaders,
	...evilDownloaders,
	...evilClients,
	...evilTrackers,
];
