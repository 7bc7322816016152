import {claimsOf} from '../../../guest/claims/claims-of.ts';
import {checksOf} from '../../checks/checks-of-attack.ts';
import type {FileSource} from '../../scenario/file-contents.ts';
import {type Scenario, scenario} from '../../scenario/scenario.ts';
import {untilSampled} from '../../scenario/until-sampled.ts';

const CATS = ['cat1.jpg', 'cat2.jpg'] as const;
const CAT: FileSource = {kib: 40};

/** What mallory asks for. */
const BAIT = 'big.jpg';

/** More than kernels buffer for a reader that does not read (tcp_wmem: 4 MiB). */
const BIG: FileSource = {kib: 6 * 1024};

/** Attacks that fill a place after the other, and then stay. */
const CROWDS = new Set(['never-ask', 'slow-ask', 'never-read']);

/** Mallory attacks alice's port; bob wants alice's files, and others ask her too. */
const attackScenario = (attack: string, title: string, because: string, bait = CAT): Scenario =>
	scenario({
		name: attack,
		group: 'bad',
		title,
		because,
		withinSeconds: 60,
		cast: {tracker: 'sound tracker', mallory: `evil peer: ${attack}`, alice: 'peer', bob: 'sound peer'},
		async steps({tracker, mallory, alice, bob, history, signal, step}) {
			step('Alice shares her files');
			await tracker.starts();
			await Promise.all(CATS.map(async file => alice.shares(file, CAT)));
			await alice.shares(BAIT, bait);
			await alice.starts();
			await tracker.knows(alice, ...CATS, BAIT);
			await alice.isMeasured();

			step('Mallory attacks alice; bob fetches from her, and others ask her');
			await mallory.attacks(alice, BAIT);
			if (CROWDS.has(attack)) {
				await mallory.crowds(); // Who is asked while places are left shows nothing.
			} else {
				await mallory.strikes(claimsOf(attack).exposure.times); // Nor who is asked before.
			}

			await Promise.all([
				bob.downloads(...CATS),
				alice.isAskedFor(CATS[0]),
				untilSampled(alice.name, {history, signal}),
				mallory.finishes(),
			]);
			await mallory.stops();

			step('Mallory has left; alice goes on');
			await alice.isAskedFor(CATS[1]);
			await untilSampled(alice.name, {history, signal, times: 2});
		},
		mustHold: checksOf(attack),
	});

const CRASH = 'One line from a stranger is enough to take a careless peer off the network.';
const CROWD = 'Whoever waits for one connection, or keeps all of them, can be shut down by a single machine.';
const MEMORY = 'A buffer that a stranger can grow takes all the memory there is.';

export default [
	attackScenario(
		'traversal',
		'Nothing outside the shared folder is served',
		'A peer that trusts the name in a request serves every file of the machine.',
	),
	attackScenario('long-names', 'Names of 257 to 10 000 bytes do no harm', CRASH),
	attackScenario('odd-names', 'Names of NULs and random bytes do no harm', CRASH),
	attackScenario('odd-requests', 'Requests that are none do no harm', CRASH),
	attackScenario('endless-request', 'A request without an end is cut off', MEMORY),
	attackScenario('request-flood', 'Thousands of requests on one connection do no harm', MEMORY),
	attackScenario('connection-flood', 'A flood of connections does not keep others out', CROWD),
	attackScenario('never-ask', 'Guests who never ask do not keep others out', CROWD),
	attackScenario('slow-ask', 'Guests who ask a byte at a time do not keep others out', CROWD),
	attackScenario('never-read', 'Guests who never read do not keep others out', CROWD, BIG),
	attackScenario('hang-up', 'Guests who hang up in the middle do no harm', CRASH, BIG),
];
