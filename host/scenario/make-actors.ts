import type {History} from '../history/history.ts';
import {GUEST_PORTS} from '../testbed/guest-ports.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {NodePlan, Testbed} from '../testbed/testbed.ts';
import {ParticipatingAdversary} from './participating-adversary.ts';
import {ParticipatingPeer} from './participating-peer.ts';
import {ParticipatingTracker} from './participating-tracker.ts';
import {programOf, type Role} from './role.ts';
import type {Participant, RunContext} from './run-context.ts';
import type {Scenario} from './scenario.ts';

/** An actor as the runner sees it. */
export type ActingParticipant = {
	readonly participant: Participant;
	readonly actor: ParticipatingPeer | ParticipatingTracker | ParticipatingAdversary;
};

/** The nodes that a cast needs. Those on which runs what was handed in are shared by runs of the same programs only: what one submission leaves, no other one meets. */
export const nodePlans = ({cast}: Scenario, programs: ProgramsUnderTest): NodePlan[] =>
	Object.entries(cast).map(([name, role]) => {
		const {kind} = programOf(role);
		const sharedAs = isStranger(role, programs) ? sharedBy(programs) : SHARED_BY_ALL;
		return {name, ports: [GUEST_PORTS[kind]], sharedAs};
	});

const isStranger = (role: Role, programs: ProgramsUnderTest): boolean => {
	const {kind, underTest} = programOf(role);
	return underTest && programs[kind].kind === 'path';
};

/** Who runs on the machines of these programs. */
export const sharedBy = (programs: ProgramsUnderTest): string => JSON.stringify(programs);

/** Who runs on the machines on which only programs of ours run. */
export const SHARED_BY_ALL = 'programs of ours';

/** Make every participant and its actor. */
export const makeActors = async (
	{name: scenario, group, cast}: Scenario,
	{
		testbed,
		history,
		seed,
		programs,
		signal,
	}: {
		readonly testbed: Testbed;
		readonly history: History;
		readonly seed: number;
		readonly programs: ProgramsUnderTest;
		readonly signal: AbortSignal;
	},
): Promise<ActingParticipant[]> => {
	const actors: ActingParticipant[] = [];
	const run: RunContext = {
		measures: group === 'bad',
		history,
		seed,
		programs,
		signal,
		pace: testbed.pace ?? {},
		trackerAddress(tracker) {
			const member = actors.find(
				({actor}) => actor.kind === 'tracker' && (tracker === undefined || actor.name === tracker.name),
			);
			if (member === undefined) {
				throw new Error(`the cast of "${scenario}" has no tracker, but an actor needs one`);
			}

			const {actor, participant} = member;
			return {address: actor.address, port: actor.port, node: participant.node};
		},
		whoIsAt(endpoint) {
			const address = endpoint.split(':')[0];
			const at = actors.filter(({actor}) => actor.address === address);
			return (
				actors.find(({actor}) => `${actor.address}:${actor.port}` === endpoint) ?? (at.length === 1 ? at[0] : undefined)
			)?.participant;
		},
		whoComesFrom(address) {
			const strangers = actors.filter(({participant}) => isStranger(participant.role, programs));
			const member =
				actors.find(({actor}) => actor.address === address) ?? (strangers.length === 1 ? strangers[0] : undefined);
			return member?.actor.name ?? address;
		},
		peersUnderTest: Object.keys(cast).filter(name => cast[name] === 'peer'),
	};
	for (const [name, role] of Object.entries(cast)) {
		const node = testbed.nodes.get(name);
		if (node === undefined) {
			throw new Error(`the testbed has no node for "${name}"`);
		}

		const participant = {name, role, node, run};
		const {kind, evil} = programOf(role);
		const port = await node.portFor(kind);
		const Actor =
			kind === 'tracker' ? ParticipatingTracker : evil === undefined ? ParticipatingPeer : ParticipatingAdversary;
		actors.push({participant, actor: new Actor(participant, {port})});
	}

	return actors;
};
