/**
Measures the network: `npm run bench:lan`, or with `-- --json`, or `-- --no-guests` where only the switch itself is of interest.
*/
import os from 'node:os';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {measureGuests} from './measure-guests.ts';
import {measureDelay, measureFairness, measureIdleLatency, measureThroughput} from './measure-switch.ts';
import {type Spread, spreadOf} from './spread.ts';

const ROUNDS = 5;

const {values: flags} = parseArgs({
	options: {json: {type: 'boolean', default: false}, guests: {type: 'boolean', default: true}},
	allowNegative: true,
});
const report = (what: string): void => void process.stderr.write(`${what}\n`);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const plain: number[] = [];
const captured: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
	report(`Throughput between two sockets of the host, round ${round + 1} of ${ROUNDS}`);
	// By turns, so that both meet the same noise of this machine.
	plain.push(await measureThroughput(false));
	captured.push(await measureThroughput(true));
}

report('Latency, delay and fairness');
const hostThroughput = {plain: spreadOf(plain), captured: spreadOf(captured)};
const latency = await measureIdleLatency();
const delay = await measureDelay();
const fairness = await measureFairness();
const root = resolve(import.meta.dirname, '../..');
const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(os.homedir(), '.cache'), 'osp2p');
const guests = flags.guests ? await measureGuests({root, cacheFolder, signal: stop.signal, report}) : undefined;
const captureCost = spreadOf(captured.map((rate, round) => 1 - rate / (plain[round] ?? Number.NaN)));

const result = {
	schemaVersion: 1,
	machine: `${os.cpus().length} × ${os.cpus()[0]?.model}, load ${os.loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
	hostThroughputMiB: hostThroughput,
	captureCostShare: captureCost,
	latencyMs: latency,
	delayOf40Ms: delay,
	fairnessOf16Ports: fairness,
	guestThroughputMiB: guests ?? null,
};

const row = (what: string, value: string, wanted: string): string =>
	`${what.padEnd(52)} ${value.padStart(22)}   ${wanted}\n`;
const ofMs = ({low, median, high}: Spread): string => `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
const table = (): string => {
	const {plain: rate} = hostThroughput;
	const lines = [
		row('', 'measured', 'wanted'),
		row(
			'two sockets of the host, MiB/s',
			`${rate.median.toFixed(0)} (${rate.low.toFixed(0)}–${rate.high.toFixed(0)})`,
			'≥ 400',
		),
		row('cost of the capture', `${(captureCost.median * 100).toFixed(1)}%`, '< 10%'),
		row('latency added by an idle link, ms', latency.addedMs.toFixed(3), '< 0.3'),
		row('a delay of 40 ms, ms', ofMs(delay.frame), '40 ± 2'),
		row('  a bare timer of 40 ms on this machine now, ms', ofMs(delay.timer), ''),
		row('16 ports all to all, Jain index', fairness.jain.toFixed(3), 'near 1'),
		row('  least and most of a port, MiB/s', `${fairness.least.toFixed(1)}–${fairness.most.toFixed(1)}`, ''),
	];
	if (guests !== undefined) {
		const {direct, vde} = guests;
		lines.push(
			row(`two guests (${guests.accelerator}), direct socket, MiB/s`, direct.median.toFixed(0), ''),
			row(
				'  through the switch',
				`${guests.switch.median.toFixed(0)} (${(guests.switch.median / direct.median).toFixed(2)} of direct)`,
				'≥ 0.85',
			),
			row('  through vde_switch', vde === undefined ? 'not installed' : vde.median.toFixed(0), 'less than ours'),
		);
	}

	return lines.join('');
};

process.stdout.write(flags.json ? `${JSON.stringify(result, undefined, '\t')}\n` : `${result.machine}\n\n${table()}`);
