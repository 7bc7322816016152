import type {Happening, HistoryEvent} from '../history/event.ts';
import {FILES_PORT} from '../testbed/guest-ports.ts';
import type {TestNetwork} from '../testbed/testbed.ts';

/** What is looked at of a connection that crossed the network. */
export type SeenFlow = {
	readonly request: {readonly from: {readonly name: string}};
	readonly answer: {readonly from: {readonly name: string; readonly tcpPort: number}; readonly bytes: number};
};

/**
Whom programs under test called and were answered by, though it is none of the cast: something of ours in a guest, like its SSH server.

@param ports - Where each of the cast listens, by name; where programs registered is taken from the history.
*/
export const strangersMet = (
	flows: readonly SeenFlow[],
	{
		history,
		ports,
		underTest,
	}: {
		readonly history: readonly HistoryEvent[];
		readonly ports: ReadonlyMap<string, number>;
		readonly underTest: readonly string[];
	},
): Array<Extract<Happening, {readonly type: 'stranger-met'}>> => {
	const known = new Set([...ports].map(([name, port]) => `${name}:${port}`));
	for (const event of history) {
		if (event.type === 'program-ready' && event.endpoint !== undefined) {
			known.add(`${event.actor}:${event.endpoint.split(':').at(-1)}`);
		}
	}

	const bytesOf = new Map<string, number>();
	for (const {request, answer} of flows) {
		const key = `${request.from.name} ${answer.from.name}:${answer.from.tcpPort}`;
		if (
			answer.bytes > 0 &&
			mayBeOurs(answer.from.tcpPort) &&
			underTest.includes(request.from.name) &&
			!known.has(key.split(' ')[1] ?? '')
		) {
			bytesOf.set(key, (bytesOf.get(key) ?? 0) + answer.bytes);
		}
	}

	return [...bytesOf].map(([key, bytes]) => {
		const [actor = '', endpoint = ''] = key.split(' ');
		return {type: 'stranger-met', actor, endpoint, bytes};
	});
};

/** In a guest nothing listens but programs of the cast, which have no rights to a port below 1024, and what is ours. */
const mayBeOurs = (port: number): boolean => port < 1024 || port === FILES_PORT;

/** The connections that the network remembers. */
export const flowsOf = (network: TestNetwork | undefined): readonly SeenFlow[] => network?.flows() ?? [];
