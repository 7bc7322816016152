import {quote} from '../../guest/protocol/quoting.ts';
import {endpointsIn} from '../checks/endpoints-in.ts';
import {askTracker} from '../wire/ask-tracker.ts';
import type {TrackerAddress} from './run-context.ts';

/** Endpoints (`a.b.c.d:port`) of all peers that a tracker lists; none when it does not answer. */
export const peersListed = async (at: TrackerAddress, {signal}: {readonly signal: AbortSignal}): Promise<string[]> =>
	listed(at, 'WHO', signal);

/** Endpoints of the peers that a tracker lists as holders of a file; none when it does not answer. */
export const holdersListed = async (
	at: TrackerAddress,
	file: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<string[]> => listed(at, `WANT ${quote(file)}`, signal);

const listed = async ({node, port}: TrackerAddress, request: string, signal: AbortSignal): Promise<string[]> => {
	const {data} = await askTracker(await node.reach(port, {signal}), request, {signal});
	return endpointsIn(data);
};
