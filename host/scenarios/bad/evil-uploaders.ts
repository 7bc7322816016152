import {checksOf} from '../../checks/checks-of-attack.ts';
import type {FileSource} from '../../scenario/file-contents.ts';
import {type Scenario, scenario} from '../../scenario/scenario.ts';
import {untilSampled} from '../../scenario/until-sampled.ts';

/** What alice has, and mallory claims to have. */
const CATS = ['cat1.jpg', 'cat2.jpg', 'cat3.jpg'] as const;

/** What only mallory claims to have: whoever asks for it asks her, and for nothing else. */
const BAIT = 'bait.jpg';

const CAT: FileSource = {kib: 40};

/** A fifth of our peer's default: who sends for ever is found out by the same rule, and two emulated guests are busy for a fifth of the time. */
const RIVAL_SECONDS = 2;

/** Mallory uploads badly; alice has the same files; bob wants them, and serves others meanwhile. */
const attackScenario = (attack: string, title: string, because: string): Scenario =>
	scenario({
		name: attack,
		group: 'bad',
		title,
		because,
		withinSeconds: 60,
		cast: {tracker: 'sound tracker', mallory: `evil peer: ${attack}`, alice: 'sound peer', bob: 'peer'},
		async steps({tracker, mallory, alice, bob, history, signal, step}) {
			step('Alice shares her cats; mallory says that she has them too');
			await tracker.starts({namesEvilFirst: true});
			for (const file of CATS) {
				await alice.shares(file, CAT);
				await mallory.shares(file, CAT);
			}

			await mallory.shares(BAIT, CAT);
			await alice.starts();
			await mallory.attacks(tracker);
			await bob.shares('bob.jpg', CAT);

			step('Bob wants them all, and is himself asked for a file meanwhile');
			await bob.starts({fetching: [...CATS, BAIT], rivalSeconds: RIVAL_SECONDS});
			await bob.isMeasured();
			await Promise.all([bob.isAskedFor('bob.jpg'), bob.finishes(...CATS)]);
			await mallory.strikes();

			step('Mallory leaves; bob goes on');
			await mallory.stops();
			await bob.isAskedFor('bob.jpg');
			await bob.isAskedFor(CATS[0]);
			await untilSampled(bob.name, {history, signal, times: 2});
		},
		mustHold: checksOf(attack),
	});

const DISK = 'A download without a limit fills the disk of whoever asks.';
const WAIT = 'One holder that does not deliver is enough to keep a file from everybody who asks it first.';
const TRUST = 'Whoever does not compare the digest hands lies on to everybody else.';

export default [
	attackScenario('endless-pattern', 'A peer that repeats itself for ever cannot keep bob from the real files', DISK),
	attackScenario('endless-file', 'A peer that sends the real file over and over cannot keep bob from it', DISK),
	attackScenario('endless-zeros', 'A peer that sends zeros for ever cannot keep bob from the real files', DISK),
	attackScenario('endless-noise', 'A peer that sends noise for ever cannot keep bob from the real files', DISK),
	attackScenario('wrong-bytes', 'Bytes of the right number are not taken for the right bytes', TRUST),
	attackScenario('one-wrong-byte', 'A single bit turned over is noticed', TRUST),
	attackScenario('truncated', 'Half a file is not taken for a file', TRUST),
	attackScenario('long-tail', 'A file with something added is not taken for the file', TRUST),
	attackScenario('decoy', 'A decoy is not taken for what was asked for', TRUST),
	attackScenario('silence', 'A peer that never answers cannot keep bob waiting', WAIT),
	attackScenario('stall-midway', 'A peer that falls silent in the middle cannot keep bob waiting', WAIT),
	attackScenario('drip', 'A peer that sends four bytes now and then cannot keep bob waiting', WAIT),
	attackScenario('empty', 'A peer that closes without a byte does not end the search', WAIT),
	attackScenario(
		'reset-midway',
		'A connection reset in the middle leaves nothing behind, and the search goes on',
		WAIT,
	),
	attackScenario('request-as-answer', 'A peer that answers with a question cannot confuse bob', WAIT),
	scenario({
		name: 'never-closes',
		group: 'bad',
		title: 'A file is whole when its digest says so, though the connection stays open',
		because:
			'A third of the peers in the wild never close after the last byte: who waits for it never gets their files.',
		withinSeconds: 60,
		cast: {tracker: 'sound tracker', mallory: 'evil peer: never-closes', alice: 'sound peer', bob: 'peer'},
		async steps({tracker, mallory, alice, bob, history, signal, step}) {
			step('Only mallory is there, with the real files, and never hangs up');
			await tracker.starts({namesEvilFirst: true});
			for (const file of CATS) {
				await alice.shares(file, CAT);
				await mallory.shares(file, CAT);
			}

			await mallory.attacks(tracker);
			await bob.shares('bob.jpg', CAT);
			await bob.starts({fetching: CATS});
			await bob.isMeasured();
			await Promise.all([bob.isAskedFor('bob.jpg'), bob.finishes(...CATS)]);
			await mallory.strikes();

			step('Alice comes, mallory leaves, bob goes on');
			await alice.starts();
			await mallory.stops();
			await bob.isAskedFor(CATS[0]);
			await untilSampled(bob.name, {history, signal, times: 2});
		},
		mustHold: checksOf('never-closes'),
	}),
];
