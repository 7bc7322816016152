import type {Check} from './check.ts';

/** Files a peer may register (docs/protocol.md, section 3). */
const MAX_FILES = 1000;

/** Of the files an attacker claims (`bait-0.jpg`, `bait-1.jpg`, …), the tracker takes as many as anyone may have. */
export const trackerBoundsClaims: Check = {
	id: 'tracker-bounds-claims',
	title: `the tracker took at most ${MAX_FILES} files of one peer`,
	level: 'must',
	advice:
		'Count the files of each peer, and answer HAVE with 300 beyond a thousand: one peer must not fill the tracker.',
	judge(history) {
		const asked = history.flatMap(event => {
			const number = event.type === 'exchange' ? /^WANT bait-(\d+)\.jpg$/.exec(event.request)?.[1] : undefined;
			return event.type === 'exchange' && number !== undefined && Number(number) >= MAX_FILES ? [event] : [];
		});
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'nobody asked for a claim beyond the bound'};
		}

		const taken = asked.filter(({data}) => data.length > 0);
		return taken.length === 0
			? {verdict: 'pass', evidence: asked}
			: {verdict: 'fail', because: `it knows a holder for ${taken[0]?.request.slice(5)}`, evidence: taken};
	},
};
