import {mkdir} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {HarnessError} from '../harness-error.ts';
import {casesOf, type ReportedCase} from '../report/reported-case.ts';
import {writeReports} from '../report/write-reports.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import {GUEST_PORTS} from '../testbed/guest-ports.ts';
import {ProgramError} from '../testbed/program-error.ts';
import type {Command} from '../testbed/test-node.ts';
import type {Substrate, Testbed} from '../testbed/testbed.ts';
import type {GradeUnit, UnitResult} from './grade-unit.ts';
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
	readonly signal: AbortSignal;
};

/**
Do one piece of work for one submission, under a deadline of its own.

@returns Also when the harness fails: then it is not final.
*/
export const doUnit = async (unit: GradeUnit, submission: Submission, context: UnitContext): Promise<UnitResult> => {
	const startMs = context.nowMs();
	const done =
		unit.kind === 'scenario' ? await playScenario(unit, submission, context) : await playProtocol(submission, context);
	return {...done, seconds: Math.round(context.nowMs() - startMs) / 1000};
};

type Done = Omit<UnitResult, 'seconds'>;

const playScenario = async (
	{scenario}: GradeUnit & {readonly kind: 'scenario'},
	{source}: Submission,
	{role, substrate, seed, folder, replay, signal}: UnitContext,
): Promise<Done> => {
	const ours = {kind: 'ours'} as const;
	const result = await runScenario(scenario, {
		substrate,
		seed,
		runsFolder: join(folder, 'runs'),
		programs: {peer: role === 'peer' ? source : ours, tracker: role === 'tracker' ? source : ours},
		replay: replay(scenario.name),
		onResult: writeReports,
		signal,
	});
	return {cases: casesOf(result), final: result.verdict !== 'error', folder: relative(folder, result.folder)};
};

/** Longest time for all cases of the protocol, in milliseconds: a good peer takes half a minute, one that hangs at each case ten. */
const PROTOCOL_DEADLINE_MS = 15 * 60_000;

const playProtocol = async (
	{source}: Submission,
	{role, substrate, seed, folder, player, signal: stop}: UnitContext,
): Promise<Done> => {
	const deadline = AbortSignal.timeout(PROTOCOL_DEADLINE_MS);
	const signal = AbortSignal.any([stop, deadline]);
	const runFolder = join(folder, 'runs', 'protocol');
	const oneCase = (verdict: ReportedCase['verdict'], because: string): ReportedCase[] => [
		{
			id: 'protocol/run',
			group: 'protocol',
			title: 'the cases of the protocol can be tried',
			level: 'must',
			verdict,
			because,
			lines: [],
		},
	];
	try {
		await mkdir(runFolder, {recursive: true});
		const plans = role === 'peer' ? ['graded', 'tracker'] : ['graded'];
		await using testbed: Testbed = await substrate.start(
			plans.map((name, index) => ({name, ports: [GUEST_PORTS[index === 0 ? role : 'tracker']]})),
			{folder: runFolder, seed, signal, record() {}},
		);
		const [node, trackerNode] = plans.map(name => testbed.nodes.get(name));
		if (node === undefined || (role === 'peer' && trackerNode === undefined)) {
			throw new Error('the testbed lacks a node');
		}

		const cases =
			trackerNode === undefined
				? await tryTracker({node, source, player, signal})
				: await tryPeer({node, trackerNode, source, signal});
		return {cases, final: true};
	} catch (error) {
		stop.throwIfAborted();
		if (deadline.aborted) {
			return {cases: oneCase('fail', `it was not through after ${PROTOCOL_DEADLINE_MS / 60_000} minutes`), final: true};
		}

		if (error instanceof ProgramError) {
			return {cases: oneCase('fail', error.message), final: true};
		}

		if (error instanceof HarnessError) {
			return {cases: oneCase('error', `${error.message}\n${error.hint ?? ''}`.trim()), final: false};
		}

		throw error;
	}
};
