import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {downloadsSucceed} from '../checks/downloads-succeed.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {overtakes} from '../checks/overtakes.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'slow',
	group: 'network',
	title: 'A slow seeder holds up nobody: the other files come meanwhile',
	because: 'A peer that fetches one file after the other is only as fast as the slowest stranger.',
	withinSeconds: 90,
	needs: ['network'],
	cast: {tracker: 'tracker', tortoise: 'sound peer', hare: 'sound peer', alice: 'peer'},
	async steps({tracker, tortoise, hare, alice, network, step}) {
		step('A slow peer and a fast one share');
		await tracker.starts();
		await tortoise.shares('a-slow.bin', {kib: 48});
		await hare.shares('b-fast.bin', {kib: 48});
		await hare.shares('c-fast.bin', {kib: 48});
		await Promise.all([tortoise.starts(), hare.starts()]);
		network.cable('tortoise', 'sent').becomes({bytesPerSecond: 7000});

		step('Alice asks for the slow file first');
		await alice.downloads('a-slow.bin', 'b-fast.bin', 'c-fast.bin');
	},
	mustHold: [
		downloadsSucceed,
		downloadsMatchTheirSource,
		overtakes(['b-fast.bin', 'c-fast.bin'], 'a-slow.bin'),
		programsStayUp,
		nothingPartialKept,
	],
});
