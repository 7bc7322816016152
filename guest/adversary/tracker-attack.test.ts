import test from 'ava';
import {ATTACKS} from './attacks.ts';
import {rehearse, startTracker} from './rehearse.ts';
import {openTrackerLink} from './tracker-link.ts';

const never = new AbortController().signal;

/** Calls peers back only on a tracker that speaks NOTIFY, which the one of the tests does not. */
const NEEDS_A_REAL_TRACKER = 'notify-trap';

for (const {name} of ATTACKS.filter(attack => attack.aimsAt === 'tracker' && attack.name !== NEEDS_A_REAL_TRACKER)) {
	test(`"${name}" strikes a tracker`, async t => {
		await using tracker = await startTracker();
		using honest = await openTrackerLink(tracker, {signal: never});
		await honest?.ask('ADDR honest 127.0.0.1:1');
		await honest?.ask('HAVE cat.jpg u3bJz@iaYsq6aMaMSJVq_b');
		await using attack = rehearse(name, {tracker, files: ['cat.jpg']});
		t.like(await attack.until('struck'), {attack: name, count: 1});
	});
}

test('a tracker that is not there is no error', async t => {
	const tracker = await startTracker();
	await tracker[Symbol.asyncDispose]();
	for (const name of ['squat', 'odd-lines', 'endless-line']) {
		await using attack = rehearse(name, {tracker});
		await t.notThrowsAsync(attack.over);
	}
});
