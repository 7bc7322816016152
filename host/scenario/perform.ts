import {aborted} from '../../guest/net/abortable.ts';
import {HarnessError} from '../harness-error.ts';
import type {History} from '../history/history.ts';
import {limitsReached} from '../testbed/limits-reached.ts';
import {ProgramError} from '../testbed/program-error.ts';
import type {Testbed} from '../testbed/testbed.ts';
import {transfersOf} from '../trace/transfers.ts';
import {type Pace, watchWithoutSteal} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {watchCrowd} from '../wait/watch-crowd.ts';
import {canaryOf, layCanary} from './canary.ts';
import {endingOrder} from './ending-order.ts';
import {explain} from './explain.ts';
import {type ActingParticipant, makeActors} from './make-actors.ts';
import {LAST_WORDS} from './participant-program.ts';
import {programOf} from './role.ts';
import type {RunOptions} from './run-options.ts';
import {samplePictures} from './sample-pictures.ts';
import type {Scenario} from './scenario.ts';
import {scenarioContext} from './scenario-context.ts';
import {ScenarioError} from './scenario-error.ts';
import {flowsOf, strangersMet} from './strangers-met.ts';

/** Longest time for what follows the steps: stopping programs, measuring what is left. In milliseconds; ours. */
const WRAP_UP_MS = 60_000;

/** How long the news of a guest's death may take, in milliseconds, once a command in it has failed. */
const DEATH_NOTICE_MS = 1000;

/**
Run a scenario on nodes that are up, and gather the evidence. Afterwards all is in the history; nothing is judged here.

@throws {HarnessError} If the harness cannot go on, or is interrupted. That a program does not do its part, or time runs out, is no error.
*/
export const perform = async (
	scenario: Scenario,
	{
		testbed,
		history,
		options,
		keepPrograms,
	}: {
		readonly testbed: Testbed;
		readonly history: History;
		readonly options: RunOptions;
		readonly keepPrograms: boolean;
	},
): Promise<void> => {
	const {seed, programs} = options;
	const {pace = {}} = testbed;
	history.record({type: 'pace', slowness: pace.slowness ?? 1});
	using _crowd = watchCrowd(testbed.waitedMs ?? (() => []), crowding => history.record({type: 'crowded', ...crowding}));
	const watch = {passedMs: watchWithoutSteal(), countedMs: watchWithoutSteal(pace)};
	const deadline = timeoutWithoutSteal(scenario.withinSeconds * 1000, pace);
	const broken = testbed.broken ?? new AbortController().signal;
	const over = new AbortController(); // A verb may still wait for something when another has ended the scenario.
	const signal = AbortSignal.any([options.signal, deadline, broken, over.signal]);
	const actors = await makeActors(scenario, {testbed, history, seed, programs, signal});
	const honest = actors.filter(({actor}) => actor.kind === 'peer');
	await layOut(honest, {scenario, testbed, history, seed, signal});
	let isCutShort = false;
	try {
		const step = (title: string): void => void history.record({type: 'step', title});
		await scenario.steps(
			scenarioContext(Object.fromEntries(actors.map(({actor}) => [actor.name, actor])), {
				network: testbed.network,
				inputs: () => options.inputs ?? samplePictures(),
				step,
				history: history.events,
				signal,
			}),
		);
		await recordLimits(actors.filter(isStranger), signal);
		history.record({type: 'story-ended', outcome: 'whole', fairSeconds: watch.countedMs() / 1000});
	} catch (error) {
		options.signal.throwIfAborted();
		if (error instanceof HarnessError && !deadline.aborted) {
			await aborted(AbortSignal.any([broken, AbortSignal.timeout(DEATH_NOTICE_MS)])); // A guest's death tells more than its silence.
		}

		broken.throwIfAborted();
		await recordLimits(actors.filter(isStranger), AbortSignal.any([options.signal, broken]));
		isCutShort = true;
		recordBrokenScenario(error, {
			said: explain(actors.filter(isStranger), history.events),
			history,
			deadline,
			seconds: watch.passedMs() / 1000,
			fairSeconds: watch.countedMs() / 1000,
		});
	} finally {
		over.abort();
	}

	await wrapUp(actors, {
		isCutShort,
		keepPrograms,
		signal: AbortSignal.any([options.signal, broken]),
		pace,
	});
	const met = strangersMet(flowsOf(testbed.network), {
		history: history.events,
		ports: new Map(actors.map(({actor: {name, port}}) => [name, port])),
		underTest: actors.filter(isUnderTest).map(({actor}) => actor.name),
	});
	met.forEach(stranger => void history.record(stranger));
	recordWhatTheWireTells(testbed, {
		history,
		strangers: programs.peer.kind === 'ours' ? [] : honest.filter(isUnderTest),
	});
};

/** Give every honest peer its folder; where evil is about, with a secret beside it, which is looked for in every byte on the wire. */
const layOut = async (
	peers: readonly ActingParticipant[],
	{
		scenario,
		testbed,
		history,
		seed,
		signal,
	}: {
		readonly scenario: Scenario;
		readonly testbed: Testbed;
		readonly history: History;
		readonly seed: number;
		readonly signal: AbortSignal;
	},
): Promise<void> => {
	if (scenario.group !== 'bad') {
		await Promise.all(peers.map(async ({participant: {node}}) => node.makeFolder(`${node.folder}/shared`, {signal})));
		return;
	}

	const links = Object.values(scenario.cast).includes('evil peer: traversal');
	await Promise.all(peers.map(async ({participant: {node}}) => layCanary(node, {seed, links, signal})));
	testbed.network?.watchFor(
		peers.map(({actor: {name}}) => ({name, bytes: Buffer.from(canaryOf(name, {seed}))})),
		({secret, side, atByte}) => {
			const where = `what ${side.from.name} sent ${side.to.name}, from byte ${atByte}`;
			history.record({type: 'canary-seen', actor: secret, where});
		},
	);
};

const isUnderTest = ({participant}: ActingParticipant): boolean => programOf(participant.role).underTest;

/** What faults hit, and what strangers' programs received, who do not tell it themselves. */
const recordWhatTheWireTells = (
	{network}: Testbed,
	{history, strangers}: {readonly history: History; readonly strangers: readonly ActingParticipant[]},
): void => {
	const {faults = [], ports = {}} = network?.report() ?? {};
	for (const {link, fault, hits} of faults) {
		history.record({type: 'fault-hits', link, fault, hits});
	}

	for (const [actor, {forged}] of Object.entries(ports).filter(([, {forged}]) => forged > 0)) {
		history.record({type: 'forged-frames', actor, frames: forged});
	}

	for (const transfer of transfersOf(network?.flows() ?? [])) {
		if (strangers.some(({actor}) => actor.name === transfer.to)) {
			history.record(transfer);
		}
	}
};

const recordBrokenScenario = (
	error: unknown,
	{
		history,
		deadline,
		seconds,
		fairSeconds,
		said,
	}: {
		readonly history: History;
		readonly deadline: AbortSignal;
		readonly seconds: number;
		readonly fairSeconds: number;
		readonly said: string;
	},
): void => {
	if (error instanceof ScenarioError || error instanceof ProgramError) {
		const outcome = error instanceof ScenarioError ? error.outcome : 'stuck';
		const because = error.message.includes(LAST_WORDS) ? error.message : `${error.message}${said}`;
		history.record({type: 'story-ended', outcome, because, fairSeconds});
	} else if (deadline.aborted) {
		const waitedFor = error instanceof HarnessError ? ` ${error.message}` : '';
		history.record({
			type: 'story-ended',
			outcome: 'deadline',
			because: `The scenario was not over after ${seconds.toFixed(1)} s.${waitedFor}${said}`,
			fairSeconds,
		});
	} else {
		throw error;
	}
};

/** Which limits the programs of strangers have come to: asked before they are ended. A node that cannot tell is passed over. */
const recordLimits = async (strangers: readonly ActingParticipant[], signal: AbortSignal): Promise<void> => {
	await Promise.all(
		strangers.map(async ({actor, participant: {name, node, run}}) => {
			const reached = await limitsReached(node, actor.label, {signal}).catch((error: unknown) => {
				if (!(error instanceof HarnessError)) {
					throw error;
				}

				return [];
			});
			for (const sentence of reached) {
				run.history.record({type: 'limit-reached', actor: name, sentence});
			}
		}),
	);
};

const isStranger = ({participant: {role, run}}: ActingParticipant): boolean => {
	const {kind, underTest} = programOf(role);
	return underTest && run.programs[kind].kind === 'path';
};

const wrapUp = async (
	actors: readonly ActingParticipant[],
	{
		isCutShort,
		keepPrograms,
		signal,
		pace,
	}: {
		readonly isCutShort: boolean;
		readonly keepPrograms: boolean;
		readonly signal: AbortSignal;
		readonly pace: Pace;
	},
): Promise<void> => {
	const timeout = timeoutWithoutSteal(WRAP_UP_MS, pace);
	const within = AbortSignal.any([signal, timeout]);
	try {
		for (const members of endingOrder(actors, {isCutShort, isUnderTest})) {
			await Promise.all(members.map(async ({actor}) => actor.wrapsUp({signal: within, keepProgram: keepPrograms})));
		}
	} catch (cause) {
		signal.throwIfAborted();
		throw timeout.aborted
			? new HarnessError(`Stopping the programs and measuring what they left took more than ${WRAP_UP_MS / 1000} s.`, {
					hint: 'The machine may be too busy: run fewer scenarios at once.',
					cause,
				})
			: cause;
	}
};
