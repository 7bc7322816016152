import {checksOf} from '../../checks/checks-of-attack.ts';
import type {FileSource} from '../../scenario/file-contents.ts';
import {type Scenario, scenario} from '../../scenario/scenario.ts';
import {untilSampled} from '../../scenario/until-sampled.ts';

const CATS = ['cat1.jpg', 'cat2.jpg'] as const;
const CAT: FileSource = {kib: 40};

/** Samples taken, one a second, before a peer counts as unharmed: one that swallows all it is told needs time to show it. */
const FEW_SAMPLES = 3;
const MANY_SAMPLES = 9;

/** The tracker lies so that nothing can be found: bob need not find it, but must live, and serve whoever knows him. */
const deafScenario = (attack: string, title: string, because: string, samples = FEW_SAMPLES): Scenario =>
	scenario({
		name: attack,
		group: 'bad',
		title,
		because,
		withinSeconds: 60,
		cast: {tracker: `evil tracker: ${attack}`, alice: 'sound peer', bob: 'peer'},
		async steps({tracker, alice, bob, history, signal, step}) {
			step('Alice and bob meet at an evil tracker');
			await tracker.starts();
			await Promise.all(CATS.map(async file => alice.shares(file, CAT)));
			await bob.shares('bob.jpg', CAT);
			await alice.starts();

			step('Bob asks it for what alice has, and is himself asked for a file meanwhile');
			await bob.starts({fetching: CATS});
			await bob.isMeasured();
			await bob.isAskedFor('bob.jpg');
			await untilSampled(bob.name, {history, signal, times: samples});
			await bob.isAskedFor('bob.jpg');
		},
		mustHold: checksOf(attack),
	});

/** The tracker makes it hard to find what is there: bob must get it all the same. */
const hardScenario = (attack: string, title: string, because: string): Scenario =>
	scenario({
		name: attack,
		group: 'bad',
		title,
		because,
		withinSeconds: 60,
		cast: {tracker: `evil tracker: ${attack}`, alice: 'sound peer', bob: 'peer'},
		async steps({tracker, alice, bob, history, signal, step}) {
			step('Alice and bob meet at an evil tracker');
			await tracker.starts();
			await Promise.all(CATS.map(async file => alice.shares(file, CAT)));
			await bob.shares('bob.jpg', CAT);
			await alice.starts();

			step('Bob fetches what alice has');
			await bob.starts({fetching: CATS});
			await bob.isMeasured();
			await bob.finishes(...CATS);
			await bob.isAskedFor('bob.jpg');
			await untilSampled(bob.name, {history, signal});
		},
		mustHold: checksOf(attack),
	});

const MEMORY = 'A peer that keeps all it is told runs out of memory, and so does its machine.';
const WAIT = 'A peer that waits for its tracker and does nothing else is off the network.';
const CRASH = 'One reply that nobody expected takes every careless peer off the network at once.';

export default [
	deafScenario('endless-reply', 'A reply without an end does not eat the memory', MEMORY, MANY_SAMPLES),
	deafScenario('endless-reply-line', 'A line without an end in a reply does not eat the memory', MEMORY, MANY_SAMPLES),
	deafScenario('never-ending-reply', 'A reply that goes on and on does not stop a peer from serving', WAIT),
	deafScenario('silent-tracker', 'A tracker that does not answer does not stop a peer from serving', WAIT),
	deafScenario('garbage', 'Garbage for a reply does no harm', CRASH),
	deafScenario('million-peers', 'A million peers do no harm', CRASH, MANY_SAMPLES),
	deafScenario('close-mid-reply', 'A tracker that leaves in the middle of a reply does no harm', CRASH),
	hardScenario('dead-peers', 'Among dead peers the living one is found', WAIT),
	hardScenario('one-byte-packets', 'A reply in packets of one byte is understood', CRASH),
	hardScenario('bad-peer-lines', 'Lines that are no peers do not hide the one that is', CRASH),
	deafScenario('garbage-digest', 'What is no digest is not taken for one', CRASH),
];
