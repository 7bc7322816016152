import type {Check} from './check.ts';

/** A fault that hit nothing proves nothing: the programs may have met a perfect network. */
export const faultsStruck: Check = {
	id: 'faults-struck',
	title: 'every fault of the network hit something',
	level: 'must',
	advice:
		'Nothing passed while the fault was on. That is no fault of the programs: run it again, or change the scenario.',
	judge(history) {
		const set = history.filter(event => event.type === 'fault-set');
		const hits = history.filter(event => event.type === 'fault-hits');
		if (hits.length < set.length) {
			return {
				verdict: 'unknown',
				because: `what ${set.length - hits.length} of ${set.length} faults hit was never told`,
			};
		}

		const idle = hits.filter(({hits: count}) => count === 0);
		return idle.length === 0
			? {verdict: 'pass', evidence: hits}
			: {verdict: 'unknown', because: `${idle.map(({fault, link}) => `"${fault}" on ${link}`).join(', ')} hit nothing`};
	},
};
