import {isAboutOptions, type TrackerCase, trackerCases} from '../../guest/conformance/tracker-case.ts';
import {plainText} from '../lines/plain-text.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {trackerArgv} from '../scenario/program-argv.ts';
import type {BuildLimits} from '../testbed/build-program.ts';
import {installProgram} from '../testbed/install-program.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import type {Command, TestNode} from '../testbed/test-node.ts';
import type {Pace} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {until} from '../wait/until.ts';
import {askTracker} from '../wire/ask-tracker.ts';
import {type FailedStart, failedStart, START_SECONDS} from './failed-start.ts';
import {type Answer, leftCases} from './left-cases.ts';
import {outputCase} from './output-case.ts';
import {OutputMeter} from './output-meter.ts';
import {STARTS} from './pointless.ts';
import {trackerSection} from './tracker-section.ts';

/** Where a tracker is tried. The player of the vectors runs beside it on the node: many cases are about the address a connection comes from. */
export type TrackerTrialContext = {
	readonly node: TestNode;
	readonly source: ProgramSource & {readonly kind: 'path'};
	/** How the player is started on the node: the first arguments. */
	readonly player: Command;
	readonly pace?: Pace;
	readonly limits?: BuildLimits & {readonly startSeconds: number};
	readonly signal: AbortSignal;
};

/**
Play every vector against a tracker: one program serves them in turns, and what goes otherwise is played again in a fresh one.

@throws {ProgramError} If it does not build.
*/
export const tryTracker = async (context: TrackerTrialContext): Promise<ReportedCase[]> => {
	const {node, source, player, signal} = context;
	const program = await installProgram(node, 'tracker', source, context);
	const meter = new OutputMeter();
	const failed = await startFails(program, context, meter);
	const head = [startCase(failed), outputCase(meter, OUTPUT)];
	if (failed !== undefined) {
		return [
			...head,
			...trackerCases.map(one => ({...notRun(one, 'it did not come to serve'), forfeited: true as const})),
		];
	}

	const answers = new Map<string, Answer>();
	// What the template leaves open, the player fills in: each case has a port of its own.
	const words = source.args === undefined ? program : trackerArgv(program, {port: '{port}'}, source.args);
	const command: Command = [...player, '--json', '--minutes', String(MAX_MINUTES), ...node.withoutRights(words)];
	await using playing = await node.start(command, {
		signal,
		label: 'vectors',
		isPlayer: true,
		onLine(line) {
			const answer = parseAnswer(line);
			if (answer !== undefined && !answers.has(answer.id)) {
				answers.set(answer.id, answer);
			}
		},
	});
	const {exitCode, signal: killedBy} = await playing.exited;
	const judged = trackerCases.map((one): ReportedCase => {
		if (!answers.has(one.id)) {
			return notPlayed(one, {hasOwnOptions: source.args !== undefined, playerEnded: exitCode !== null, killedBy});
		}

		const mismatch = answers.get(one.id)?.mismatch;
		return mismatch === undefined
			? {...caseHead(one), verdict: 'pass', lines: []}
			: {...caseHead(one), verdict: 'fail', ...whatWentOtherwise(plainText(mismatch))};
	});
	return [...head, ...judged, ...leftCases(trackerCases, answers)];
};

/** What the player says of a case is `step N (the step): what`, and then the exchange, if there was one. */
const whatWentOtherwise = (mismatch: string): Pick<ReportedCase, 'because' | 'lines'> => {
	const [first = '', ...exchange] = mismatch.split('\n');
	const {number, step, what} = /^step (?<number>\d+) \((?<step>.*)\): (?<what>.*)$/.exec(first)?.groups ?? {};
	return number === undefined || exchange.length === 0
		? {because: 'it went otherwise', lines: [first, ...exchange]}
		: {because: `it went otherwise at step ${number}: ${what}`, lines: [...exchange, `(the step: ${step})`]};
};

/** Cases that wait longer are left out: the one of ten minutes would hold up a class for hours. */
const MAX_MINUTES = 0.5;

/** @returns Undefined when it answers in time. */
const startFails = async (
	program: Command,
	{node, source, pace, limits, signal}: TrackerTrialContext,
	meter: OutputMeter,
): Promise<FailedStart | undefined> => {
	const port = await node.portFor('tracker');
	await using running = await node.start(trackerArgv(program, {port}, source.args), {
		signal,
		label: 'tracker',
		onLine: meter.hear,
	});
	let isGone = false;
	void running.exited.then(() => {
		isGone = true;
	});
	const seconds = limits?.startSeconds ?? START_SECONDS;
	const patience = timeoutWithoutSteal(seconds * 1000, pace);
	const isThere = await until(
		'the tracker to answer',
		async within => {
			const {broken} = await askTracker(await node.reach(port, {signal: within}), 'WHO', {signal: within});
			return isGone ? false : broken === undefined ? true : undefined;
		},
		{signal: AbortSignal.any([signal, patience]), everyMs: 200},
	).catch((error: unknown) => {
		if (!patience.aborted || signal.aborted) {
			throw error;
		}

		return false;
	});
	return isThere
		? undefined
		: await failedStart(running, {node, label: 'tracker', isGone, missed: `answer WHO within ${seconds} s`, signal});
};

const caseHead = ({id, level, because, instead}: TrackerCase) => {
	const section = trackerSection(id);
	return {
		id: `${section}/${id}`,
		group: `protocol, section ${section}`,
		title: because,
		level: level === 'original' ? ('information' as const) : level,
		...(instead !== undefined && {advice: instead}),
	};
};

const notRun = (one: TrackerCase, because: string): ReportedCase => ({
	...caseHead(one),
	verdict: 'not run',
	because,
	lines: [],
});

const notPlayed = (
	one: TrackerCase,
	{
		hasOwnOptions,
		playerEnded,
		killedBy,
	}: {readonly hasOwnOptions: boolean; readonly playerEnded: boolean; readonly killedBy: string | null},
): ReportedCase => {
	if (hasOwnOptions && isAboutOptions(one)) {
		return notRun(one, 'it is about options of the original, and this one was started by --args');
	}

	if ((one.slow ?? 0) > MAX_MINUTES * 60) {
		return notRun(one, 'it takes longer than grading waits');
	}

	// Nobody else is there who could kill it: a program that takes all memory must not be spared the cases that are left.
	return killedBy === null
		? notRun(one, playerEnded ? 'the player of the cases ended before' : 'the guest of the player was lost')
		: {...notRun(one, `the player of the cases was killed (${killedBy}) beside this program`), forfeited: true};
};

const startCase = (failed: FailedStart | undefined): ReportedCase => ({
	id: STARTS.tracker,
	group: 'protocol, section 2.3',
	title: 'It starts, and answers who connects.',
	level: 'must',
	...(failed === undefined
		? {verdict: 'pass', lines: []}
		: {verdict: 'fail', because: `it ${failed.because}`, lines: failed.lines, advice: START_ADVICE}),
});

const OUTPUT = {
	id: '2.3/output',
	group: 'protocol, section 2.3',
	title: 'What it prints when it starts has an end.',
};

const START_ADVICE =
	'It was started with -p PORT (or by the --args given). Does it listen at all addresses, greet with "200 ", and answer WHO?';

const parseAnswer = (line: string): (Answer & {readonly id: string}) | undefined => {
	try {
		const {id, ...answer} = JSON.parse(line);
		const isAnswer = typeof id === 'string' && Object.values(answer).every(text => typeof text === 'string');
		return isAnswer ? {id, ...answer} : undefined;
	} catch {
		return undefined; // Something else that was printed.
	}
};
