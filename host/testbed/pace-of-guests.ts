import type {Pace} from '../wait/pace.ts';
import type {LentGuest} from './guest-source.ts';

/**
How fast the guests of one testbed go.

Where the system tells their steal time, that is asked again and again, as they work; what is left of their slowness is the machine's own, and the best of several measures is the nearest to it. Elsewhere all that is known is how slow they were when they came.
*/
export const paceOfGuests = (guests: ReadonlyArray<Pick<LentGuest, 'slowness' | 'stealMs'>>): Pace => {
	const measured = guests.map(({slowness}) => slowness);
	return guests.some(({stealMs}) => stealMs === undefined)
		? {slowness: Math.max(...measured)}
		: {slowness: Math.min(...measured), stealMs: () => guests.map(({stealMs}) => stealMs?.() ?? 0)};
};
