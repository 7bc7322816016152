import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {downloadsSucceed} from '../checks/downloads-succeed.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {trackerTellsTheTruth} from '../checks/tracker-tells-the-truth.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'churn',
	group: 'network',
	title: 'Seeders come and go, and a file that somebody has is always got',
	because: 'Peers are laptops: the list of holders is out of date as soon as it is read.',
	withinSeconds: 180,
	cast: {tracker: 'tracker', seed1: 'peer', seed2: 'sound peer', alice: 'peer', bob: 'peer', carol: 'sound peer'},
	async steps({tracker, seed1, seed2, alice, bob, carol, step}) {
		await tracker.starts();
		await seed1.shares('cat.jpg', {kib: 40});
		await seed2.shares('cat.jpg', {kib: 40});

		step('One seed, one download');
		await seed1.starts();
		await alice.downloads('cat.jpg');

		step('A seed crashes while bob downloads; others have the file');
		await seed2.starts();
		await bob.starts({fetching: ['cat.jpg']});
		await seed1.crashes();
		await bob.finishes('cat.jpg');

		step('Only bob is left, who came last; carol comes');
		await Promise.all([seed2.stops(), alice.stops()]);
		await Promise.all([seed2, alice].map(async gone => tracker.forgets(gone)));
		await carol.downloads('cat.jpg');

		step('Seed1 is back, and bob leaves');
		await seed1.starts();
		await bob.stops();
		await tracker.forgets(bob);
		await tracker.knows(carol, 'cat.jpg');
		await tracker.isAsked('WHO');
	},
	mustHold: [downloadsSucceed, downloadsMatchTheirSource, trackerTellsTheTruth, programsStayUp, nothingPartialKept],
});
