import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../net/undecided-until-told.ts';
import {fuzzTracker} from './fuzz-tracker.ts';
import {startTrackerProgram} from './tracker-program.ts';

undecidedUntilTold();

/*
Random traffic against a tracker program, by hand:

	node guest/conformance/fuzz.ts [--seconds 600] [--seed 1] PROGRAM [FIRST ARGUMENTS]

Prints what it uses every ten seconds. Ends with status 1 when it fails a good client or ends.
*/
const {values, positionals} = parseArgs({
	options: {seconds: {type: 'string', default: '600'}, seed: {type: 'string', default: '1'}},
	allowPositionals: true,
});
const [file = 'dist/osptracker', ...more] = positionals;
await using tracker = await startTrackerProgram([file, ...more], {});

const use = (): string => {
	try {
		const [, residentKiB = '?'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${tracker.pid}/status`, 'utf8')) ?? [];
		return `${Math.round(Number(residentKiB) / 1024)} MiB, ${readdirSync(`/proc/${tracker.pid}/fd`).length} descriptors`;
	} catch {
		return 'gone, or no /proc here';
	}
};

const seconds = Number(values.seconds);
const over = new AbortController();
const watching = (async () => {
	for (let at = 0; !over.signal.aborted; at += 10) {
		process.stdout.write(`${String(at).padStart(5)} s  ${use()}\n`);
		await pause(10_000, undefined, {signal: over.signal}).catch(() => undefined);
	}
})();
try {
	const report = await fuzzTracker(tracker, {seed: Number(values.seed), seconds});
	process.stdout.write(`${JSON.stringify(report)}\n`);
	await pause(1000);
	process.stdout.write(`after  ${use()}\n`);
	process.exitCode = 0;
} catch (error) {
	process.stderr.write(`seed ${values.seed}: ${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
} finally {
	over.abort();
	await watching;
}
