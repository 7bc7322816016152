import {downloadsComeInTime} from '../checks/downloads-come-in-time.ts';
import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'cut-in-mid-file',
	group: 'network',
	title: 'A holder that vanishes in mid-file is replaced by the next, and nothing partial is kept',
	because: 'Half a file under the real name is worse than none: it is shared on as if it were whole.',
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

		step('In mid-file alice vanishes, and carol comes into reach');
		const inMidFile = alice.hasSent(16 * 1024, {of: 'cat.jpg'});
		network.when(inMidFile).cut('alice', 'bob');
		network.when(inMidFile).between('carol', 'bob').heals();
		await bob.downloads('cat.jpg');
		await tracker.knows(bob, 'cat.jpg');
	},
	mustHold: [downloadsComeInTime, downloadsMatchTheirSource, programsStayUp, nothingPartialKept],
});
