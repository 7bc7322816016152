import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {downloadsSucceed} from '../checks/downloads-succeed.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {trackerTellsTheTruth} from '../checks/tracker-tells-the-truth.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'tracker-restart',
	group: 'network',
	title: 'Peers come back by themselves after their tracker has died',
	because: "A tracker's state dies with it: peers that do not register again are lost for good.",
	withinSeconds: 120,
	cast: {tracker: 'tracker', alice: 'peer', bob: 'peer', carol: 'sound peer'},
	async steps({tracker, alice, bob, carol, step}) {
		await tracker.starts();
		await alice.shares('cat1.jpg', {kib: 40});
		await alice.shares('cat2.jpg', {kib: 40});
		await alice.starts();
		await bob.downloads('cat1.jpg');
		await tracker.knows(bob, 'cat1.jpg');

		step('The tracker crashes, and an empty one takes its place');
		await tracker.crashes();
		await tracker.starts();
		await tracker.knows(alice, 'cat1.jpg', 'cat2.jpg');
		await tracker.knows(bob, 'cat1.jpg');
		await tracker.isAsked('WHO');
		await tracker.isAsked('LIST');

		step('A newcomer finds everything');
		await carol.downloads('cat1.jpg', 'cat2.jpg');
	},
	mustHold: [downloadsSucceed, downloadsMatchTheirSource, trackerTellsTheTruth, programsStayUp, nothingPartialKept],
});
