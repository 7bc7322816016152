import {availableParallelism, loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {recordMeasurement} from '../../guest/bench/measurement.ts';
import {undecidedUntilTold} from '../../guest/net/undecided-until-told.ts';
import {cacheFolderOf} from '../cache-folder.ts';
import {openBootBench} from './measure-boot.ts';
import {median} from './spread.ts';

const stop = new AbortController();
undecidedUntilTold(stop);

/**
`npm run bench:boot [-- --runs 5] [--cold-runs 1] [--json FILE] [--record]`: how long guests take to boot and to fork, and what they need, side by side in one run; medians. `--record` keeps them for docs/measurements.md.

The runs of one round go one after the other and the rounds repeat, so a busy minute of the machine hits all figures alike.
*/
const {values} = parseArgs({
	options: {
		runs: {type: 'string', default: '5'},
		'cold-runs': {type: 'string', default: '1'},
		json: {type: 'string'},
		record: {type: 'boolean', default: false},
	},
});
const runs = Number(values.runs);
const coldRuns = Number(values['cold-runs']);

const cacheFolder = cacheFolderOf(process.env);
const report = (what: string): void => void process.stderr.write(`${what}\n`);
await using bench = await openBootBench({cacheFolder, report, signal: stop.signal});

/** One row of the table: what, the aim, and how to measure it once, in seconds or MiB. */
const rows = [
	{what: 'cold boot to the first SSH command, s', aim: 9, times: runs, measure: () => bench.coldBoot()},
	{what: 'start of one fork to guest running, s', aim: 0.15, times: runs, measure: () => bench.forkToRunning()},
	{what: 'one fork to its first SSH command done, s', aim: 0.6, times: runs, measure: () => bench.forks(1)},
	{what: 'six forks, all with a command done, s', aim: 3, times: runs, measure: () => bench.forks(6)},
	{what: 'six cold boots, likewise, s', aim: undefined, times: coldRuns, measure: () => bench.coldBoots(6)},
	{what: 'sixteen forks, likewise, s', aim: 8, times: runs, measure: () => bench.forks(16)},
	{
		what: 'host memory of six idle forks (PSS), MiB',
		aim: 0.8 * 1024,
		times: runs,
		measure: () => bench.memoryOfForks(6),
	},
	{
		what: 'host memory of six idle cold guests (PSS), MiB',
		aim: undefined,
		times: coldRuns,
		measure: () => bench.memoryOfColdGuests(6),
	},
];
const measured = rows.map(row => ({...row, figures: [] as number[]}));
for (let round = 0; round < Math.max(runs, coldRuns); round++) {
	for (const row of measured.filter(({times}) => round < times)) {
		const figure = await row.measure();
		row.figures.push(figure);
		report(`round ${round + 1}: ${row.what}: ${figure.toFixed(2)}`);
	}
}

const results = measured
	.filter(({figures}) => figures.length > 0)
	.map(({what, aim, figures}) => ({what, aim, median: median(figures), figures}));
const wide = Math.max(...results.map(({what}) => what.length));
for (const {what, aim, median: middle, figures} of results) {
	const verdict = aim === undefined ? '' : middle <= aim ? `  aim ${aim}: reached` : `  aim ${aim}: missed`;
	process.stdout.write(`${what.padEnd(wide)}  ${middle.toFixed(2).padStart(8)}  (${figures.length} runs)${verdict}\n`);
}

if (values.record) {
	await recordMeasurement('boot', {
		title: 'Boots and forks',
		command: `npm run bench:boot -- --runs ${runs} --cold-runs ${coldRuns} --record`,
		runsOn: Object.entries(bench.facts)
			.map(([name, value]) => `${name} ${value}`)
			.join(', '),
		head: ['what', 'median', 'runs'],
		rows: results.map(({what, median: middle, figures}) => [what, middle.toFixed(2), String(figures.length)]),
	});
}

const whole = {
	schemaVersion: 1,
	cores: availableParallelism(),
	loadAtEnd: loadavg()[0],
	...bench.facts,
	results,
};
if (values.json !== undefined) {
	const {writeFile} = await import('node:fs/promises');
	await writeFile(values.json, `${JSON.stringify(whole, undefined, '\t')}\n`);
} else {
	process.stdout.write(`${JSON.stringify(whole)}\n`);
}

process.exitCode = 0;
