import {existsSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {trackerCases} from '../conformance/tracker-case.ts';
import type {ProgramCommand} from '../conformance/tracker-program.ts';
import {tryTracker} from '../conformance/try-tracker.ts';

/** The executable when it has been built, else the sources it is built from: the same program, started in the same way. */
const built = join(import.meta.dirname, '../../dist/osptracker');
const command: ProgramCommand = existsSync(built) ? [built] : [process.execPath, join(import.meta.dirname, 'main.ts')];

/** The one case of ten minutes is played by hand (guest/conformance/main.ts); tracker.test.ts plays it on a clock of its own. */
const MAX_SECONDS = 100;

test(`every must and should vector holds against ${command.at(-1)}`, async t => {
	t.timeout(200_000);
	const cases = trackerCases.filter(({level, slow = 0}) => level !== 'original' && slow <= MAX_SECONDS);
	const results = await tryTracker(command, cases);
	t.deepEqual(
		results.filter(({mismatch}) => mismatch).map(({vector, mismatch}) => `${vector.id}: ${mismatch}`),
		[],
	);
	t.is(results.length, cases.length);
});
