import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {downloadsSucceed} from '../checks/downloads-succeed.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {scenario} from '../scenario/scenario.ts';

/** Enough of them that some frames are lost. */
const CATS = ['cat1.jpg', 'cat2.jpg', 'cat3.jpg', 'cat4.jpg', 'cat5.jpg', 'cat6.jpg'] as const;

export default scenario({
	name: 'lossy',
	group: 'network',
	title: 'Files come whole over a network that loses 2% and takes 80 ms',
	because: 'Short reads and writes are rare on a desk and common on the air.',
	withinSeconds: 120,
	needs: ['network'],
	cast: {tracker: 'tracker', alice: 'peer', bob: 'peer'},
	async steps({tracker, alice, bob, network, step}) {
		step('A bad line between all of them');
		network.cable('bob', 'sent').becomes({lossShare: 0.02, delayMs: 40, jitterMs: 10});
		network.cable('bob', 'heard').becomes({lossShare: 0.02, delayMs: 40, jitterMs: 10});
		await tracker.starts();
		await Promise.all(CATS.map(async file => alice.shares(file, {kib: 48})));
		await alice.starts();

		step('Bob fetches over it');
		await bob.downloads(...CATS);
		await tracker.knows(bob, ...CATS);
	},
	mustHold: [downloadsSucceed, downloadsMatchTheirSource, programsStayUp, nothingPartialKept],
});
