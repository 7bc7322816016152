import {downloadsMatchTheirSource} from '../checks/downloads-match-their-source.ts';
import {downloadsSucceed} from '../checks/downloads-succeed.ts';
import {filesOutliveTheirSeeds} from '../checks/files-outlive-their-seeds.ts';
import {nothingPartialKept} from '../checks/nothing-partial-kept.ts';
import {programsStayUp} from '../checks/programs-stay-up.ts';
import {trackerTellsTheTruth} from '../checks/tracker-tells-the-truth.ts';
import {scenario} from '../scenario/scenario.ts';

export default scenario({
	name: 'good',
	group: 'good',
	title: 'Files spread from their seeds to alice, and live on when the seeds have left',
	because: 'A network in which only the first holder serves is no network: it dies with its seeds.',
	withinSeconds: 120,
	cast: {
		tracker: 'tracker',
		seed1: 'peer',
		seed2: 'sound peer',
		seed3: 'sound peer',
		alice: 'peer',
		bob: 'sound peer',
	},
	async steps({tracker, seed1, seed2, seed3, alice, bob, inputs, step}) {
		const seeds = [seed1, seed2, seed3];
		const files = inputs.map(({name}) => name);

		step('The tracker opens, and three seeds bring the files');
		await tracker.starts();
		await Promise.all(inputs.map(async ({name, source}, index) => seeds[index % seeds.length]?.shares(name, source)));
		await Promise.all(seeds.map(async seed => seed.starts()));
		await tracker.isAsked('WHO');
		await tracker.isAsked('LIST');

		step('Alice fetches all of them at once');
		await alice.downloads(...files);
		await tracker.knows(alice, ...files);

		step('The seeds leave: now only alice has the files');
		await Promise.all(seeds.map(async seed => seed.stops()));
		await Promise.all(seeds.map(async seed => tracker.forgets(seed)));
		await tracker.isAsked('LIST');

		step('Bob fetches everything from alice');
		await bob.downloads(...files);
		await tracker.knows(bob, ...files);
		await tracker.confirms(alice);
		await tracker.confirms(bob);
	},
	mustHold: [
		downloadsSucceed,
		downloadsMatchTheirSource,
		filesOutliveTheirSeeds,
		trackerTellsTheTruth,
		programsStayUp,
		nothingPartialKept,
	],
});
