import type {Tell} from './peer-event.ts';

/** Tells of refused connections: of each address at most one a second, with how many it stands for. A flood must not become a flood of lines. */
export type RefusalCounter = {
	readonly add: (address: string, because: string, from?: string) => void;
	/** Tell what was only counted so far. */
	readonly flush: () => void;
};

/** Most addresses told apart; beyond it the oldest is told of and forgotten. */
const MAX_ADDRESSES = 256;

/** @param clock - Milliseconds. */
export const refusalCounter = (tell: Tell, clock: () => number): RefusalCounter => {
	const counted = new Map<string, {toldAtMs: number; times: number; because: string}>();
	const tellOf = (address: string, {times, because}: {readonly times: number; readonly because: string}): void => {
		if (times > 0) {
			tell({event: 'refused', from: address, because, times});
		}
	};

	return {
		add(address, because, from = address) {
			const entry = counted.get(address);
			if (entry !== undefined && clock() - entry.toldAtMs < 1000) {
				entry.times++;
				entry.because = because;
				return;
			}

			counted.delete(address);
			counted.set(address, {toldAtMs: clock(), times: 0, because});
			tell({event: 'refused', from, because, times: 1 + (entry?.times ?? 0)});
			const [oldest] = counted;
			if (counted.size > MAX_ADDRESSES && oldest !== undefined) {
				counted.delete(oldest[0]);
				tellOf(...oldest);
			}
		},
		flush() {
			for (const [address, entry] of counted) {
				tellOf(address, entry);
			}

			counted.clear();
		},
	};
};
