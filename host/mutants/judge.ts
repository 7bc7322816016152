import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Scenario} from '../scenario/scenario.ts';
import evilClients from '../scenarios/bad/evil-clients.ts';
import evilDownloaders from '../scenarios/bad/evil-downloaders.ts';
import evilTrackers from '../scenarios/bad/evil-trackers.ts';
import evilUploaders from '../scenarios/bad/evil-uploaders.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import type {Substrate} from '../testbed/testbed.ts';
import {bundleMutants, wrapper} from './bundle-mutants.ts';
import {HOLES, type Hole} from './holes.ts';

/** One attack against one mutant, and whether the suite told the truth about it. */
export type Ruling = {
	readonly attack: string;
	/** The hole's name; `none` for the reference program. */
	readonly mutant: string;
	readonly role: Hole['role'];
	/** `missed`: a hole nobody saw. `false alarm`: a failure of the reference program. `undecided`: neither red nor green. */
	readonly outcome: 'caught' | 'missed' | 'held' | 'false alarm' | 'undecided';
	/** Checks that failed, and why, or what else kept the run from an answer. */
	readonly red: ReadonlyArray<{readonly check: string; readonly because: string}>;
	readonly seconds: number;
};

/** Deadline of each scenario, in seconds: the reference programs need a third of it. */
const WITHIN_SECONDS = 30;

/**
Judge the judge: every attack against every mutant with a hole for it, and against the reference program.

@param only - Names of attacks or mutants; everything when left out.
@param jobs - Runs at a time. They wait more than they work.
@param onRuling - Told as they come.
*/
export const judgeMutants = async ({
	only = [],
	jobs,
	seed,
	onRuling = () => {},
	signal,
}: {
	readonly only?: readonly string[];
	readonly jobs: number;
	readonly seed: number;
	readonly onRuling?: (ruling: Ruling) => void;
	readonly signal: AbortSignal;
}): Promise<Ruling[]> => {
	await using cleanup = new AsyncDisposableStack();
	const folder = cleanup.adopt(await mkdtemp(join(tmpdir(), 'osp2p-judge-')), path => rm(path, {recursive: true}));
	const bundled = await bundleMutants(folder);
	const mutants = {
		peer: await wrapper(folder, {name: 'mutant-peer', program: bundled.mutantPeer}),
		tracker: await wrapper(folder, {name: 'mutant-tracker', program: bundled.mutantTracker}),
	};
	const substrate = withoutExcuse(
		processSubstrate({
			programs: {peer: [process.execPath, bundled.peer], tracker: [process.execPath, bundled.tracker]},
		}),
	);
	const trials = trialsOf(badScenarios()).filter(
		({scenario, hole}) => only.length === 0 || only.includes(scenario.name) || only.includes(hole?.name ?? 'none'),
	);
	const rulings: Ruling[] = [];
	const waiting = trials.values();
	const work = async () => {
		for (const trial of waiting) {
			const ruling = await tryOne(trial, {mutants, substrate, seed, runsFolder: join(folder, 'runs'), signal});
			rulings.push(ruling);
			onRuling(ruling);
		}
	};
	await Promise.all(Array.from({length: jobs}, work));
	return rulings;
};

type Trial = {readonly scenario: Scenario; readonly role: Hole['role']; readonly hole: Hole | undefined};

/** The reference program last for each attack, so that its neighbours are other attacks. */
const trialsOf = (scenarios: readonly Scenario[]): Trial[] =>
	scenarios.flatMap(scenario => {
		const role = Object.values(scenario.cast).includes('tracker') ? ('tracker' as const) : ('peer' as const);
		const holes = HOLES.filter(({attacks}) => attacks.includes(scenario.name));
		return [...holes, undefined].map(hole => ({scenario, role, hole}));
	});

const tryOne = async (
	{scenario, role, hole}: Trial,
	{
		mutants,
		...options
	}: {
		readonly mutants: Readonly<Record<Hole['role'], string>>;
		readonly substrate: Substrate;
		readonly seed: number;
		readonly runsFolder: string;
		readonly signal: AbortSignal;
	},
): Promise<Ruling> => {
	const name = hole?.name ?? 'none';
	const mutant: ProgramSource = {kind: 'path', path: mutants[role], args: `--hole ${name} ${ARGS[role]}`};
	const result = await runScenario(
		{...scenario, withinSeconds: WITHIN_SECONDS},
		{...options, programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}, [role]: mutant}, replay: ''},
	);
	const red = result.checks.flatMap(({id, judgement}) =>
		judgement.verdict === 'fail' ? [{check: id, because: judgement.because}] : [],
	);
	const undecided = result.checks.flatMap(({id, judgement}) =>
		judgement.verdict === 'unknown' ? [{check: id, because: judgement.because}] : [],
	);
	const isCaught = hole !== undefined && red.some(({check}) => hole.red.includes(check));
	const outcome =
		result.problem !== undefined
			? 'undecided'
			: hole !== undefined
				? isCaught
					? 'caught'
					: 'missed'
				: red.length > 0
					? 'false alarm'
					: undecided.length > 0
						? 'undecided'
						: 'held';
	const problem = result.problem === undefined ? [] : [{check: 'harness', because: result.problem.message}];
	return {
		attack: scenario.name,
		mutant: name,
		role,
		outcome,
		red: red.length > 0 ? red : [...undecided, ...problem],
		seconds: result.seconds,
	};
};

const ARGS = {peer: '-t{tracker} -d{dir} --port {port} {files}', tracker: '-p {port}'};

/** Mutants are judged many at a time, so the judge crowds the machine itself: that a mutant was late beside the others is no reason to let it off. */
export const withoutExcuse = (substrate: Substrate): Substrate => ({
	...substrate,
	async start(plans, options) {
		const {waitedMs: _, ...testbed} = await substrate.start(plans, options);
		return testbed;
	},
});

/** Every scenario of evil, one for each attack of the catalogue. */
export const badScenarios = (): readonly Scenario[] => [
	...evilUploaders,
	...evilDownloaders,
	...evilClients,
	...evilTrackers,
];
