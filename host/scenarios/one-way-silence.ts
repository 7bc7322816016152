import {downloadsComeInTime} from '../checks/downloads-come-in-time.ts';
import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'one-way-silence',
	group: 'network',
	title: 'A half-open connection is given up in time, and the file comes from elsewhere',
	because: 'TCP does not tell that the other side cannot be heard any more: who waits for it waits for ever.',
	withinSeconds: 120,
	needs: ['network'],
	cast: {tracker: 'tracker', alice: 'sound peer', carol: 'sound peer', bob: 'peer'},
	async steps({tracker, alice, carol, bob, network, step}) {
		step('Two have the file, and bob can reach only alice');
		await tracker.starts();
		await alice.shares('cat.jpg', {kib: 48});
		await carol.shares('cat.jpg', {kib: 48});
		await Promise.all([alice.starts(), carol.starts()]);
		network.cut('carol', 'bob');
		network.cable('alice', 'sent').becomes({bytesPerSecond: 20_000}); // Else all of it is under way at once.

		step('In mid-file bob does not hear alice any more, while she hears him');
		const inMidFile = alice.hasSent(16 * 1024, {of: 'cat.jpg'});
		network.when(inMidFile).oneWay('alice', 'bob').isCut();
		network.when(inMidFile).between('carol', 'bob').heals();
		await bob.downloads('cat.jpg');
		await tracker.knows(bob, 'cat.jpg');
	},
	mustHold: [downloadsComeInTime, downloadsMatchTheirSource, programsStayUp, nothingPartialKept],
});
