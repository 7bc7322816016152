import {downloadsComeInTime} from '../checks/downloads-come-in-time.ts';
import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'partition',
	group: 'network',
	title: 'A tracker out of reach does not stop a download, and hears of it later',
	because: 'A peer that needs the tracker all the time dies with every hiccup of the network.',
	withinSeconds: 120,
	needs: ['network'],
	cast: {tracker: 'tracker', alice: 'peer', bob: 'peer'},
	async steps({tracker, alice, bob, network, step}) {
		step('Alice shares a file over a narrow line');
		await tracker.starts();
		await alice.shares('cat.jpg', {kib: 48});
		await alice.starts();
		network.between('alice', 'bob').becomes({bytesPerSecond: 12_000});

		step('In mid-download the tracker is cut off');
		network.when(alice.hasSent(8000, {of: 'cat.jpg'})).partition(['tracker'], ['alice', 'bob']);
		await bob.downloads('cat.jpg');

		step('The network heals');
		network.heal();
		await tracker.knows(bob, 'cat.jpg');
		await tracker.knows(alice, 'cat.jpg');
	},
	mustHold: [downloadsComeInTime, downloadsMatchTheirSource, programsStayUp, nothingPartialKept],
});
