import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../net/undecided-until-told.ts';
import {recordMeasurement} from './measurement.ts';
import {crowdFigures, type MeasuredCommand, rateFigures, startFigure} from './tracker-figures.ts';

undecidedUntilTold();

/*
The tracker's figures, each beside a ceiling measured in the same run: a Node server that answers every line with a fixed one.

	node guest/bench/tracker.ts [--program FILE] [--seconds 2] [--connections 1,100,1000] [--peers 10000] [--json] [--record]
*/
const {values} = parseArgs({
	options: {
		program: {type: 'string'},
		seconds: {type: 'string', default: '2'},
		connections: {type: 'string', default: '1,100,1000'},
		peers: {type: 'string', default: '2000'},
		json: {type: 'boolean', default: false},
		record: {type: 'boolean', default: false},
	},
});

const here = (path: string): string => join(import.meta.dirname, path);
const built = here('../../dist/osptracker');
const program: MeasuredCommand =
	values.program === undefined && !existsSync(built)
		? [process.execPath, here('../tracker/main.ts')]
		: [values.program ?? built];
const tracker: MeasuredCommand = [...program, '--any-port', '--address', '127.0.0.1'];
const figures = {
	program: program.join(' '),
	startMs: await startFigure(tracker),
	rates: await rateFigures(tracker, [process.execPath, here('bare-line-server.ts')], {
		connections: values.connections.split(',').map(Number),
		seconds: Number(values.seconds),
	}),
	crowd: await crowdFigures(tracker, Number(values.peers)),
};

if (values.record) {
	const {crowd, rates, startMs} = figures;
	await recordMeasurement('tracker', {
		title: 'Requests at the tracker',
		command: 'npm run bench:guest -- --only tracker --record',
		runsOn: 'programs on the host',
		head: [
			'connections',
			'requests under way on each',
			'tracker, a second',
			'bare Node server, a second',
			'ratio',
			'CPU ratio',
		],
		rows: rates.map(({connections, pipeline, tracker: ours, bare, ratio, cpuRatio}) =>
			[connections, pipeline, ours.perSecond, bare.perSecond, ratio, cpuRatio].map(String),
		),
		note: `Ready ${startMs} ms after its start. ${crowd.peers} peers with ten files each take ${crowd.kibPerPeer} KiB for each; a WANT for a file that all have takes ${crowd.wantOfAllMs} ms, another client's request meanwhile ${crowd.otherMeanwhileMs} ms at most.`,
	});
}

if (values.json) {
	process.stdout.write(`${JSON.stringify(figures, undefined, '\t')}\n`);
} else {
	const {crowd, rates, startMs} = figures;
	const rows = rates.map(({connections, pipeline, tracker: ours, bare, ratio, cpuRatio}) =>
		[connections, pipeline, ours.perSecond, bare.perSecond, ratio, ours.cpuMicros, bare.cpuMicros, cpuRatio]
			.map(value => String(value).padStart(11))
			.join(' '),
	);
	process.stdout.write(
		[
			`${figures.program}: ready ${startMs} ms after its start`,
			'connections    pipeline   tracker/s      bare/s       ratio  CPU us/req     bare us   CPU ratio',
			...rows,
			`${crowd.peers} peers with ten files each: ${crowd.kibPerPeer} KiB for each`,
			`WANT for a file all of them have: ${crowd.wantOfAllMs} ms; another client's request meanwhile: ${crowd.otherMeanwhileMs} ms at most`,
			'',
		].join('\n'),
	);
}

process.exitCode = 0;
