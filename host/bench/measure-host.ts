import {measureDelay, measureFairness, measureIdleLatency, measureThroughput} from './measure-switch.ts';
import {type Spread, spreadOf} from './spread.ts';

const ROUNDS = 5;

/** What the switch does between sockets of the host. Rates in MiB/s, times in milliseconds. */
export type HostFigures = {
	readonly throughputMiB: {readonly plain: Spread; readonly captured: Spread};
	/** Share of the throughput that the capture costs. */
	readonly captureCostShare: Spread;
	readonly latencyMs: {readonly direct: Spread; readonly throughSwitch: Spread; readonly added: number};
	readonly delayOf40Ms: {readonly frame: Spread; readonly timer: Spread};
	readonly fairnessOf16Ports: {readonly least: number; readonly most: number; readonly jain: number};
};

/** Measure all of it; takes half a minute on an idle machine. */
export const measureHost = async (report: (what: string) => void): Promise<HostFigures> => {
	const plain: number[] = [];
	const captured: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		report(`Throughput between two sockets of the host, round ${round + 1} of ${ROUNDS}`);
		// By turns, so that both meet the same noise of this machine.
		plain.push(await measureThroughput(false));
		captured.push(await measureThroughput(true));
	}

	report('Latency, delay and fairness');
	return {
		throughputMiB: {plain: spreadOf(plain), captured: spreadOf(captured)},
		captureCostShare: spreadOf(captured.map((rate, round) => 1 - rate / (plain[round] ?? Number.NaN))),
		latencyMs: await measureIdleLatency(),
		delayOf40Ms: await measureDelay(),
		fairnessOf16Ports: await measureFairness(),
	};
};
