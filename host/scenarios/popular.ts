import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {downloadsSucceed} from '../checks/downloads-succeed.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {trackerTellsTheTruth} from '../checks/tracker-tells-the-truth.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'popular',
	group: 'network',
	title: 'The one real holder is found among 250 that do not answer',
	because: 'A reply over 8 KiB kills peers with small buffers, and dead entries are what real trackers list.',
	withinSeconds: 120,
	cast: {tracker: 'sound tracker', alice: 'peer', bob: 'peer'},
	async steps({tracker, alice, bob, step}) {
		step('A tracker that names 250 fake peers first');
		await tracker.starts({withFakePeers: true});
		await alice.shares('cat.jpg', {kib: 40});
		await alice.starts();
		await tracker.isAsked('WHO');

		step('Bob looks for the real one');
		await bob.downloads('cat.jpg');
		await tracker.knows(bob, 'cat.jpg');
	},
	mustHold: [downloadsSucceed, downloadsMatchTheirSource, trackerTellsTheTruth, programsStayUp, nothingPartialKept],
});
