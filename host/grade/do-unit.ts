import {join, relative} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {HarnessError} from '../harness-error.ts';
import {casesOf, type ReportedCase} from '../report/reported-case.ts';
import {writeReports} from '../report/write-reports.ts';
import {SHARED_BY_ALL, sharedBy} from '../scenario/make-actors.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {BuildLimits, BuiltProgram} from '../testbed/build-program.ts';
import {GUEST_PORTS} from '../testbed/guest-ports.ts';
import {installProgram, whatWasBuilt} from '../testbed/install-program.ts';
import {ProgramError} from '../testbed/program-error.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Command} from '../testbed/test-node.ts';
import type {Substrate, Testbed} from '../testbed/testbed.ts';
import {crowdSince} from '../wait/watch-crowd.ts';
import {castSentence} from './cast-sentence.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';
import {BUILDS} from './pointless.ts';
import {quotedOutput} from './quoted-output.ts';
import type {GradedRole, Submission} from './submission.ts';
import {tryPeer} from './try-peer.ts';
import {tryTracker} from './try-tracker.ts';

/** What every piece of work needs. */
export type UnitContext = {
	readonly role: GradedRole;
	readonly substrate: Substrate;
	readonly seed: number;
	/** The submission's own folder. */
	readonly folder: string;
	/** The player of the tracker's vectors, as nodes call it. */
	readonly player: Command;
	readonly nowMs: () => number;
	/** How to do one piece of work again. */
	readonly replay: (unit: string) => string;
	/** Of building, and of waiting for a program to serve; ours when left out. */
	readonly limits?: BuildLimits & {readonly startSeconds: number};
	/** Longest time of what is no scenario, from when its guests are there, in milliseconds; ours when left out. */
	readonly deadlineMs?: number;
	readonly signal: AbortSignal;
};

/**
Do one piece of work for one submission, under a deadline of its own.

@returns Also when the harness fails: then it is not final.
*/
export const doUnit = async (unit: GradeUnit, submission: Submission, context: UnitContext): Promise<UnitResult> => {
	const startMs = context.nowMs();
	const done =
		unit.kind === 'scenario'
			? await runUnit(unit, submission, context)
			: await onGuests(unit.kind, submission, context);
	return {...done, seconds: Math.round(context.nowMs() - startMs) / 1000};
};

type Done = Omit<UnitResult, 'seconds'>;

const runUnit = async (
	{scenario}: GradeUnit & {readonly kind: 'scenario'},
	{source}: Submission,
	{role, substrate, seed, folder, replay, signal}: UnitContext,
): Promise<Done> => {
	const run = (): Promise<ScenarioResult> =>
		runScenario(scenario, {
			substrate,
			seed,
			runsFolder: join(folder, 'runs'),
			programs: programsWith(source, role),
			replay: replay(scenario.name),
			onResult: writeReports,
			signal,
		});
	const first = await run();
	const result = struckNothing(first) ? await run() : first;
	const again = result === first ? '' : ' (Run again: in a first run, what was to strike hit nothing.)';
	const tried = `${scenario.title}. Here ${castSentence(scenario.cast, role)}${again}`;
	const printed = quotedOutput(result);
	const cases = casesOf(result).map(one => ({
		...one,
		tried,
		lines: one.verdict === 'pass' ? one.lines : [...one.lines, ...printed],
	}));
	return {cases, final: result.verdict !== 'error', folder: relative(folder, result.folder)};
};

/** Whether nothing was decided because of the harness's own random choices: a fault that met no frame, an attack that met nobody. */
export const struckNothing = (result: ScenarioResult): boolean => {
	const open = casesOf(result).filter(({verdict}) => verdict !== 'pass');
	return open.length > 0 && open.every(({id, verdict}) => verdict === 'unknown' && id.endsWith('-struck'));
};

/** A submission and the programs around it. Guests are used again by the same ones. */
const programsWith = (source: Submission['source'], role: GradedRole): ProgramsUnderTest => {
	const ours = {kind: 'ours'} as const;
	return {peer: role === 'peer' ? source : ours, tracker: role === 'tracker' ? source : ours};
};

/** A good peer takes half a minute for all cases of the protocol, one that hangs at each case ten. */
const DEADLINE_MS = 15 * 60_000;

/** Work that needs nodes and plays nothing: building, and the cases of the protocol. */
const onGuests = async (
	kind: 'build' | 'protocol',
	{source}: Submission,
	{role, substrate, seed, folder, player, limits, deadlineMs = DEADLINE_MS, signal: stop}: UnitContext,
): Promise<Done> => {
	const deadline = new AbortController();
	using late = new DisposableStack();
	let isCrowded = (): boolean => false;
	const signal = AbortSignal.any([stop, deadline.signal]);
	const runFolder = join(folder, 'runs', kind);
	const done = {final: true, folder: relative(folder, runFolder)};
	const programs = programsWith(source, role);
	try {
		await makeFolder(runFolder);
		const plans = kind === 'protocol' && role === 'peer' ? ['graded', 'tracker'] : ['graded'];
		await using testbed: Testbed = await substrate.start(
			plans.map((name, index) => ({
				name,
				ports: [GUEST_PORTS[index === 0 ? role : 'tracker']],
				sharedAs: index === 0 ? sharedBy(programs) : SHARED_BY_ALL,
			})),
			{folder: runFolder, seed, signal: stop, record() {}},
		);
		isCrowded = crowdSince(testbed.waitedMs);
		late.adopt(
			setTimeout(() => deadline.abort(), deadlineMs),
			clearTimeout,
		);
		const [node, trackerNode] = plans.map(name => testbed.nodes.get(name));
		if (node === undefined || (plans.length > 1 && trackerNode === undefined)) {
			throw new Error('the testbed lacks a node');
		}

		const {pace = {}, waitedMs} = testbed;
		const context = {node, source, signal, pace, waitedMs, ...(limits && {limits})};
		await installProgram(node, role, source, context); // First: where it is built, everything else is taken away.
		if (kind === 'build') {
			return {...done, cases: buildCases(await whatWasBuilt(source))};
		}

		return {
			...done,
			cases:
				trackerNode === undefined ? await tryTracker({...context, player}) : await tryPeer({...context, trackerNode}),
		};
	} catch (error) {
		stop.throwIfAborted();
		const head = kind === 'build' ? BUILD_CASE : PROTOCOL_CASE;
		const one = (verdict: ReportedCase['verdict'], because: string, lines: readonly string[] = []): ReportedCase[] => [
			{...head, verdict, because, lines},
		];
		if (deadline.signal.aborted) {
			const because = `it was not through after ${deadlineMs / 60_000} minutes`;
			return isCrowded()
				? {...done, cases: one('unknown', `the machine was too crowded to tell: ${because}`), final: false}
				: {...done, cases: one('fail', because)};
		}

		if (error instanceof ProgramError) {
			const [because = '', ...lines] = error.message.split('\n');
			return {...done, cases: one('fail', because, lines)};
		}

		if (error instanceof HarnessError) {
			return {...done, cases: one('error', `${error.message}\n${error.hint ?? ''}`.trim()), final: false};
		}

		throw error;
	}
};

const BUILD_CASE = {
	id: BUILDS,
	group: 'build',
	title: 'It builds in a fresh guest, with gcc, make and Python there.',
	level: 'must',
	advice: 'Unpack what you handed in into an empty folder of another machine, and type make.',
} as const;

const buildCases = (built: BuiltProgram | undefined): ReportedCase[] => [
	{...BUILD_CASE, verdict: 'pass', lines: []},
	{
		...BUILD_CASE,
		id: 'build/without-warnings',
		title: 'It builds without warnings, where its Makefile makes errors of them.',
		level: 'information',
		...(built?.despiteWarnings === true
			? {verdict: 'fail', because: 'this compiler has warnings; it was built with -Wno-error'}
			: {verdict: 'pass'}),
		lines: [],
	},
];

const PROTOCOL_CASE = {
	id: 'protocol/run',
	group: 'protocol',
	title: 'The cases of the protocol can be tried.',
	level: 'must',
} as const;
