import {
	measureDelay,
	measureFairness,
	measureIdleLatency,
	measureThroughput,
	type Throughput,
} from './measure-switch.ts';
import {type Spread, spreadOf} from './spread.ts';

const ROUNDS = 24;

/** Rounds at the beginning in which code is compiled rather than measured. */
const WARM_UP_ROUNDS = 4;

/** What the switch does between sockets of the host. Rates in MiB/s, times in milliseconds. */
export type HostFigures = {
	readonly throughputMiB: {readonly plain: Spread; readonly captured: Spread};
	/** What the capture costs, as shares: of the throughput, and of the switch's processor time for the same frames. */
	readonly captureCost: {readonly throughput: Spread; readonly processor: Spread};
	readonly latencyMs: {readonly direct: Spread; readonly throughSwitch: Spread; readonly added: number};
	readonly delayOf40Ms: {readonly frame: Spread; readonly timer: Spread};
	readonly fairnessOf16Ports: {readonly least: number; readonly most: number; readonly jain: number};
};

/** Measure all of it; takes half a minute on an idle machine. */
export const measureHost = async (report: (what: string) => void): Promise<HostFigures> => {
	const plain: Throughput[] = [];
	const captured: Throughput[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		report(`Throughput between two sockets of the host, round ${round + 1} of ${ROUNDS}`);
		// By turns, so that both meet the same noise of this machine.
		plain.push(await measureThroughput(false));
		captured.push(await measureThroughput(true));
	}

	plain.splice(0, WARM_UP_ROUNDS);
	captured.splice(0, WARM_UP_ROUNDS);

	report('Latency, delay and fairness');
	return {
		throughputMiB: {plain: rates(plain), captured: rates(captured)},
		captureCost: costOf(plain, captured),
		latencyMs: await measureIdleLatency(),
		delayOf40Ms: await measureDelay(),
		fairnessOf16Ports: await measureFairness(),
	};
};

const rates = (measured: readonly Throughput[]): Spread => spreadOf(measured.map(({mibPerSecond}) => mibPerSecond));

// Of each pair, for both of it met about the same noise; what is best over all of one kind met the least noise.
const costOf = (plain: readonly Throughput[], captured: readonly Throughput[]): HostFigures['captureCost'] => {
	const shares = (cost: (without: Throughput, withIt: Throughput) => number): Spread =>
		spreadOf(
			plain.flatMap((without, round) => (captured[round] === undefined ? [] : [cost(without, captured[round])])),
		);
	return {
		throughput: shares((without, withIt) => 1 - withIt.mibPerSecond / without.mibPerSecond),
		processor: shares((without, withIt) => withIt.cpuSeconds / without.cpuSeconds - 1),
	};
};
