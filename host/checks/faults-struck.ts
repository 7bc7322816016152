import type {Check} from './check.ts';

/** A fault that hit nothing proves nothing: the programs may have met a perfect network. */
export const faultsStruck: Check = {
	id: 'faults-struck',
	title: 'every fault of the network hit something',
	level: 'must',
	aboutRun: true,
	advice:
		'Nothing passed while the fault was on. That is no fault of the programs: run it again, or change the scenario.',
	judge(history) {
		const hits = history.filter(event => event.type === 'fault-hits');
		const untold = history
			.filter(event => event.type === 'fault-set')
			.filter(({link, fault}) => fault !== 'heals' && !hits.some(hit => hit.link === link && hit.fault === fault));
		if (untold.length > 0) {
			return {verdict: 'unknown', because: `what ${namesOf(untold)} hit was never told`};
		}

		const idle = hits.filter(({hits: count}) => count === 0);
		return idle.length === 0
			? {verdict: 'pass', evidence: hits}
			: {verdict: 'unknown', because: `${namesOf(idle)} hit nothing`};
	},
};

const namesOf = (faults: ReadonlyArray<{readonly link: string; readonly fault: string}>): string =>
	faults.map(({fault, link}) => `"${fault}" on ${link}`).join(', ');
