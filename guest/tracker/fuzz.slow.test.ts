import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {fuzzTracker} from '../conformance/fuzz-tracker.ts';
import {type ProgramCommand, startTrackerProgram} from '../conformance/tracker-program.ts';

const built = join(import.meta.dirname, '../../dist/osptracker');
const command: ProgramCommand = existsSync(built) ? [built] : [process.execPath, join(import.meta.dirname, 'main.ts')];

const seed = 20_261_122;

test(`ten seconds of random traffic (seed ${seed}) harm no good client, and leave nothing open`, async t => {
	t.timeout(180_000);
	await using tracker = await startTrackerProgram(command, {});
	const descriptors = (): number => readdirSync(`/proc/${tracker.pid}/fd`).length;
	const before = process.platform === 'linux' ? descriptors() : 0;
	const met = {strangers: 0, goodExchanges: 0};
	// On a busy machine ten seconds may be too few for a crowd.
	for (let round = 0; met.strangers <= 200 || met.goodExchanges <= 200; round++) {
		const report = await fuzzTracker(tracker, {seed: seed + round, seconds: 10});
		t.log(report);
		met.strangers += report.strangers;
		met.goodExchanges += report.goodExchanges;
	}

	if (process.platform === 'linux') {
		const [, residentKiB] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${tracker.pid}/status`, 'utf8')) ?? [];
		t.true(Number(residentKiB) < 400_000, `${residentKiB} KiB`);
		// A stranger's half-closed connection lingers for five seconds, not longer.
		for (const deadline = performance.now() + 10_000; descriptors() > before && performance.now() < deadline; ) {
			await new Promise(resolve => {
				setTimeout(resolve, 100);
			});
		}

		t.true(descriptors() <= before, `${descriptors()} descriptors, ${before} before`);
	}
});
