import {writeFile} from 'node:fs/promises';
import {cannotWrite, HarnessError} from '../harness-error.ts';
import {History} from '../history/history.ts';
import {openHistoryFile} from '../history/history-file.ts';
import {DamageError, throwIfDamaged} from '../testbed/damage-error.ts';
import {installProgram} from '../testbed/install-program.ts';
import {ProgramError} from '../testbed/program-error.ts';
import {isHandedIn, type ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Testbed} from '../testbed/testbed.ts';
import {judgeRun, overallVerdict} from './judge-run.ts';
import {nodePlans} from './make-actors.ts';
import {perform} from './perform.ts';
import type {ScenarioResult} from './result.ts';
import {programOf} from './role.ts';
import {makeRunFolder} from './run-folder.ts';
import type {RunOptions} from './run-options.ts';
import type {Scenario} from './scenario.ts';

/**
Run one scenario: nodes up, steps under one deadline, judge the history, write the results, and only then take everything down.

@returns The result, also when the harness failed (verdict `error`) or the substrate cannot offer what is needed (`not run`). Only a bug of ours throws.
@throws {HarnessError} If the run's folder cannot be made or written.
*/
export const runScenario = async (scenario: Scenario, given: RunOptions): Promise<ScenarioResult> => {
	const startedAt = new Date();
	const folder = await makeRunFolder(given.runsFolder, scenario.name, startedAt);
	await using file = await openHistoryFile(`${folder}/history.ndjson`);
	const options = {...given, signal: AbortSignal.any([given.signal, file.failed])};
	const history = new History({
		nowMs: () => performance.now(),
		onEvent(event) {
			file.write(event);
			options.onEvent?.(event);
		},
	});
	const report = async (ending: Ending, testbed: Testbed | undefined): Promise<ScenarioResult> => {
		const result = resultOf(scenario, {options, startedAt, folder, history, testbed, ending});
		file.failed.throwIfAborted();
		await writeFile(
			`${folder}/results.json`,
			`${JSON.stringify({...result, history: undefined}, undefined, '\t')}\n`,
		).catch((cause: unknown) => {
			throw cannotWrite(folder, cause);
		});
		await options.onResult?.(result, testbed);
		return result;
	};

	const missing = scenario.needs.filter(need => !options.substrate.offers.includes(need));
	if (missing.length > 0) {
		const message = `It needs ${missing.map(need => NEEDS[need]).join(' and ')}, which plain processes do not have.`;
		return report({kind: 'not run', problem: {message, hint: 'Run it with --substrate vm.'}}, undefined);
	}

	try {
		const {seed, signal} = options;
		await using testbed = await options.substrate.start(nodePlans(scenario, options.programs), {
			folder,
			seed,
			signal,
			holdsPorts: holdsPorts(scenario, options.programs),
			record: event => history.record(event),
		});
		await installAhead(scenario, testbed, options);
		await perform(scenario, {testbed, history, options, keepPrograms: options.keepPrograms ?? false});
		const checks = judgeRun(scenario.mustHold, history.events);
		if (checks.some(({level, judgement}) => level !== 'information' && judgement.verdict !== 'pass')) {
			await throwIfDamaged(options.substrate, 'a claim does not hold');
		}

		return await report({kind: 'completed'}, testbed);
	} catch (thrown) {
		const error = options.signal.aborted ? thrown : await damageInstead(thrown, options.substrate);
		if (!(error instanceof HarnessError) && !options.signal.aborted) {
			throw error;
		}

		return await report({kind: 'error', problem: problemOf(error, options.signal)}, undefined);
	}
};

/** A guest that breaks on damage breaks in any way, and may look like a bug of ours. */
const damageInstead = async (error: unknown, substrate: RunOptions['substrate']): Promise<unknown> => {
	try {
		if (!(error instanceof DamageError)) {
			await throwIfDamaged(substrate, `this went wrong: ${error instanceof Error ? error.message : String(error)}`);
		}

		return error;
	} catch (damage) {
		return damage;
	}
};

type Problem = NonNullable<ScenarioResult['problem']>;

/** Where a stranger's program may be started again, its old port is not free at once if it forgot to ask for that. */
const holdsPorts = ({group}: Scenario, programs: ProgramsUnderTest): boolean => isHandedIn(programs) && group !== 'bad';

/** What is handed in is built before the clock of the scenario starts. That it does not build, the scenario is told again, and tells. */
const installAhead = async ({cast}: Scenario, {nodes}: Testbed, {programs, signal}: RunOptions): Promise<void> => {
	const underTest = Object.entries(cast).flatMap(([name, role]) => {
		const node = nodes.get(name);
		const program = programOf(role);
		return node !== undefined && program.underTest ? [{node, kind: program.kind}] : [];
	});
	await Promise.all(
		underTest.map(async ({node, kind}) =>
			installProgram(node, kind, programs[kind], {signal}).catch((error: unknown) => {
				if (!(error instanceof ProgramError)) {
					throw error;
				}
			}),
		),
	);
};

type Ending =
	| {readonly kind: 'completed'}
	| {readonly kind: 'error'; readonly problem: Problem}
	| {readonly kind: 'not run'; readonly problem: Problem};

const NEEDS = {network: 'a network that breaks on purpose', guest: 'machines of its own'} as const;

const problemOf = (error: unknown, signal: AbortSignal): Problem => {
	if (signal.aborted) {
		return {message: 'The run was interrupted.'};
	}

	const {message, hint} = error as HarnessError;
	return hint === undefined ? {message} : {message, hint};
};

const resultOf = (
	{name, title, because, cast, mustHold}: Scenario,
	{
		options,
		startedAt,
		folder,
		history,
		testbed,
		ending,
	}: {
		readonly options: RunOptions;
		readonly startedAt: Date;
		readonly folder: string;
		readonly history: History;
		readonly testbed: Testbed | undefined;
		readonly ending: Ending;
	},
): ScenarioResult => {
	const checks = ending.kind === 'completed' ? judgeRun(mustHold, history.events) : [];
	return {
		schemaVersion: 1,
		scenario: name,
		title,
		because,
		verdict: ending.kind === 'completed' ? overallVerdict(checks) : ending.kind,
		...(ending.kind === 'completed' ? {} : {problem: ending.problem}),
		startedAt: startedAt.toISOString(),
		seconds: Math.round(Date.now() - startedAt.getTime()) / 1000,
		seed: options.seed,
		substrate: options.substrate.name,
		facts: testbed?.facts ?? {},
		cast: Object.entries(cast).map(([actor, role]) => {
			const address = testbed?.nodes.get(actor)?.address;
			const program = history.events.find(event => event.type === 'program-started' && event.actor === actor);
			return {
				name: actor,
				role,
				...(address === undefined ? {} : {address}),
				...(program?.type === 'program-started' ? {program: program.command.join(' ')} : {}),
			};
		}),
		checks,
		folder,
		replay: options.replay,
		history: history.events,
	};
};
