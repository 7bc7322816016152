import type {Pace} from '../wait/pace.ts';
import type {LentGuest} from './guest-source.ts';

/**
How fast the guests of one testbed go.

Where the system tells what they lost to others, waiting for a processor, that is asked again and again, as they work; what is left of their slowness is the machine's own, and the best of several measures is the nearest to it. Elsewhere all that is known is how slow they were when they came.
*/
export const paceOfGuests = (guests: ReadonlyArray<Pick<LentGuest, 'slowness' | 'lostToOthersMs'>>): Pace => {
	const measured = guests.map(({slowness}) => slowness);
	return guests.some(({lostToOthersMs}) => lostToOthersMs === undefined)
		? {slowness: Math.max(...measured)}
		: {slowness: Math.min(...measured), lostMs: () => guests.map(({lostToOthersMs}) => lostToOthersMs?.() ?? 0)};
};
