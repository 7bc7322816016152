/**
Measures the network: `npm run bench:lan`. `-- --json` is for programs; `-- --no-guests` and `-- --no-host` leave out a half; `-- --record` keeps all for docs/measurements.md.
*/
import os from 'node:os';
import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {recordMeasurement} from '../../guest/bench/measurement.ts';
import {undecidedUntilTold} from '../../guest/net/undecided-until-told.ts';
import {cacheFolderOf} from '../cache-folder.ts';
import {type GuestThroughput, measureGuests} from './measure-guests.ts';
import {type HostFigures, measureHost} from './measure-host.ts';
import type {Spread} from './spread.ts';

const stop = new AbortController();
undecidedUntilTold(stop);

const {values: flags} = parseArgs({
	options: {
		json: {type: 'boolean', default: false},
		guests: {type: 'boolean', default: true},
		host: {type: 'boolean', default: true},
		record: {type: 'boolean', default: false},
	},
	allowNegative: true,
});
const report = (what: string): void => void process.stderr.write(`${what}\n`);

const recorded: string[][] = [];
const row = (what: string, value: string, wanted: string): string => {
	recorded.push([what.trim(), value]);
	return `${what.padEnd(50)} ${value.padStart(24)}   ${wanted}\n`;
};

const spread = ({low, median, high}: Spread, digits: number): string =>
	`${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;

const percent = ({low, median, high}: Spread): string =>
	`${spread({low: low * 100, median: median * 100, high: high * 100}, 1)}%`;

const hostTable = ({throughputMiB, captureCost, latencyMs, delayOf40Ms, fairnessOf16Ports}: HostFigures): string =>
	[
		row('two sockets of the host, MiB/s', spread(throughputMiB.plain, 0), '≥ 400'),
		row('  with the capture', spread(throughputMiB.captured, 0), ''),
		row('  what it takes of the throughput', percent(captureCost.throughput), '< 10%'),
		row('  what it adds to the processor time', percent(captureCost.processor), ''),
		row('latency added by an idle link, ms', latencyMs.added.toFixed(3), '< 0.3'),
		row('a delay of 40 ms, ms', spread(delayOf40Ms.frame, 1), '40 ± 2'),
		row('  a bare timer of 40 ms on this machine now, ms', spread(delayOf40Ms.timer, 1), ''),
		row('16 ports all to all, Jain index', fairnessOf16Ports.jain.toFixed(3), 'near 1'),
		row(
			'  least and most of a port, MiB/s',
			`${fairnessOf16Ports.least.toFixed(1)}–${fairnessOf16Ports.most.toFixed(1)}`,
			'',
		),
	].join('');

const guestTable = ({accelerator, direct, switch: ours, vde}: GuestThroughput): string =>
	[
		row(`two guests (${accelerator}), direct socket, MiB/s`, spread(direct, 0), ''),
		row('  through the switch', spread(ours, 0), `${(ours.median / direct.median).toFixed(2)} of direct; ≥ 0.85`),
		row('  through vde_switch', vde === undefined ? 'not installed' : spread(vde, 0), 'less than ours'),
	].join('');

const print = (text: string): void => void process.stdout.write(flags.json ? '' : text);

const machine = `${os.cpus().length} × ${os.cpus()[0]?.model}, load ${os.loadavg()[0]?.toFixed(1)}, Node ${process.version}`;
print(`${machine}\n\n${row('median (a tenth is below – above)', 'measured', 'wanted')}`);
const [head = []] = recorded.splice(0);
const host = flags.host ? await measureHost(report) : null;
print(host === null ? '' : hostTable(host));
const root = resolve(import.meta.dirname, '../..');
const cacheFolder = cacheFolderOf(process.env);
const guests = flags.guests ? await measureGuests({root, cacheFolder, signal: stop.signal, report}) : null;
print(guests === null ? '' : guestTable(guests));

if (flags.record) {
	await recordMeasurement('lan', {
		title: 'The switch',
		command: 'npm run bench:lan -- --record',
		runsOn: guests === null ? 'programs on the host' : `guests by ${guests.accelerator}`,
		head,
		rows: recorded,
	});
}

if (flags.json) {
	process.stdout.write(
		`${JSON.stringify({schemaVersion: 1, machine, host, guestThroughputMiB: guests}, undefined, '\t')}\n`,
	);
}

process.exitCode = 0;
