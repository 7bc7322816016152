import {claimsOf} from '../../../guest/claims/claims-of.ts';
import {checksOf} from '../../checks/checks-of-attack.ts';
import type {FileSource} from '../../scenario/file-contents.ts';
import {type Scenario, scenario} from '../../scenario/scenario.ts';
import {untilSampled} from '../../scenario/until-sampled.ts';

const CATS = ['cat1.jpg', 'cat2.jpg'] as const;
const CAT: FileSource = {kib: 32};

/** Mallory attacks the tracker; alice and bob need it all the while. */
const attackScenario = (attack: string, title: string, because: string): Scenario =>
	scenario({
		name: attack,
		group: 'bad',
		title,
		because,
		withinSeconds: 60,
		cast: {tracker: 'tracker', mallory: `evil peer: ${attack}`, alice: 'sound peer', bob: 'sound peer'},
		async steps({tracker, mallory, alice, bob, history, signal, step}) {
			step('Alice shares her cats');
			await tracker.starts();
			await tracker.isMeasured();
			await Promise.all(CATS.map(async file => alice.shares(file, CAT)));
			await alice.starts();
			await tracker.knows(alice, ...CATS);

			step('Mallory attacks the tracker; bob finds what he wants through it');
			await mallory.attacks(tracker, ...CATS);
			await mallory.strikes(claimsOf(attack).exposure.times);
			if (attack === 'bait-flood') {
				await tracker.isAsked('WANT bait-1400.jpg');
			}

			await tracker.isAsked('WHO');
			await bob.downloads(...CATS);
			await tracker.isAsked(`WANT ${CATS[0]}`);
			await tracker.isAsked('WHO');
			await mallory.finishes();
			await mallory.stops();

			step('Mallory has left; the tracker goes on');
			await tracker.isAsked(`WANT ${CATS[1]}`);
			await tracker.isAsked('WHO');
			await untilSampled(tracker.name, {history, signal, times: 2});
		},
		mustHold: checksOf(attack),
	});

const LIES = 'Everybody believes the tracker: who can make it lie can lead them all astray.';
const CROWD = 'A tracker that one client can keep busy is a network that one client can shut down.';

export default [
	attackScenario('bait-flood', 'One peer cannot register more files than a thousand', LIES),
	attackScenario('wrong-digest', 'A digest once registered cannot be replaced by another peer', LIES),
	scenario({
		name: 'squat',
		group: 'bad',
		title: 'A wrong digest goes with the peer that brought it',
		because: 'If it stays, one dead peer blocks a name for ever.',
		withinSeconds: 60,
		cast: {tracker: 'tracker', mallory: 'evil peer: squat', alice: 'sound peer', bob: 'sound peer'},
		async steps({tracker, mallory, alice, bob, history, signal, step}) {
			step('Mallory registers wrong digests before anybody has the files, and leaves');
			await tracker.starts();
			await tracker.isMeasured();
			await mallory.attacks(tracker, ...CATS);
			await mallory.finishes();
			await mallory.stops();

			step('Alice brings the real files, and bob fetches them');
			await Promise.all(CATS.map(async file => alice.shares(file, CAT)));
			// Whether the tracker takes her files is the question, so it is not waited for.
			await alice.starts({unlisted: true});
			await tracker.knows(alice);
			await bob.downloads(...CATS);
			await tracker.isAsked('WHO');
			await untilSampled(tracker.name, {history, signal, times: 2});
		},
		mustHold: checksOf('squat'),
	}),
	attackScenario('forged-alias', 'An alias cannot forge a line', LIES),
	attackScenario('long-alias', 'Long aliases do not break the replies of others', LIES),
	attackScenario('foreign-address', 'Nobody can register an address that is not theirs', LIES),
	attackScenario('odd-lines', 'Lines that are no requests do no harm', CROWD),
	attackScenario('endless-line', 'A line without an end is cut off', CROWD),
	attackScenario('tracker-request-flood', 'A client in a hurry does not make others wait', CROWD),
	attackScenario('unread-replies', 'A client that never reads costs the tracker little', CROWD),
	attackScenario('tracker-flood', 'A crowd of connections does not keep others out', CROWD),
	attackScenario('notify-trap', 'Calls that nobody hangs up do not hold up the tracker', CROWD),
];
