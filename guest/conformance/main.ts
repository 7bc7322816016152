import {undecidedUntilTold} from '../net/undecided-until-told.ts';
import {isAboutOptions, trackerCases} from './tracker-case.ts';
import {hasOwnOptions} from './tracker-program.ts';
import {tryTracker} from './try-tracker.ts';

undecidedUntilTold();

/*
Plays the vectors against any tracker, by hand:

	node guest/conformance/main.ts [--json] [--minutes N] [--level LEVEL] PROGRAM [ARGUMENTS]

The options of the original follow the arguments, unless one of these holds {port}: then the program has a command line of its own, and cases that are about options are left out.

With --json, one JSON object a line for each case, as it ends: its id and, where there is something to say, what try-tracker.ts tells of it.
*/
const argv = process.argv.slice(2);
const takeOption = (option: string): string | undefined => {
	const at = argv.indexOf(option);
	return at === -1 ? undefined : argv.splice(at, 2)[1];
};

const json = argv[0] === '--json' && argv.shift() !== undefined;
const minutes = Number(takeOption('--minutes') ?? 1);
const level = takeOption('--level');
const [file, ...more] = argv;
if (file === undefined) {
	process.stderr.write('usage: main.ts [--json] [--minutes N] [--level must|should|original] PROGRAM [ARGUMENTS]\n');
} else {
	const cases = trackerCases.filter(
		vector =>
			(vector.slow ?? 0) <= minutes * 60 &&
			(level ?? vector.level) === vector.level &&
			!(isAboutOptions(vector) && hasOwnOptions([file, ...more])),
	);
	const results = await tryTracker([file, ...more], cases, {
		promptMs: json ? 10_000 : 3000,
		onResult({vector, ...result}) {
			const {mismatch, whenUsed, left} = result;
			if (json) {
				process.stdout.write(`${JSON.stringify({id: vector.id, ...result})}\n`);
				return;
			}

			for (const text of [
				mismatch && `not ${vector.level} ${vector.id}: ${mismatch}`,
				whenUsed && `right only in a fresh tracker, ${vector.id}: ${whenUsed}`,
				left && `after ${vector.id} it ${left}`,
			]) {
				process.stdout.write(text ? `${text}\n` : '');
			}
		},
	});
	for (const name of json ? [] : ['must', 'should', 'original']) {
		const ofLevel = results.filter(({vector}) => vector.level === name);
		const good = ofLevel.filter(({mismatch}) => mismatch === undefined);
		process.stdout.write(`${name.padEnd(8)} ${good.length} of ${ofLevel.length}\n`);
	}

	process.exitCode = results.some(({vector, mismatch}) => mismatch && vector.level !== 'original') ? 1 : 0;
}
