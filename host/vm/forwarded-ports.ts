import {HarnessError} from '../harness-error.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';

/** The user network of a guest, by which the host reaches it: its name on QEMU's command line. */
export const MANAGEMENT = 'management';

/** Ask QEMU which ports of 127.0.0.1 lead into the guest: guest port → host port. */
export const forwardedPorts = async (
	qmp: QmpClient,
	{signal}: {readonly signal: AbortSignal},
): Promise<ReadonlyMap<number, number>> =>
	parseUserNetwork(await qmp.execute('human-monitor-command', {'command-line': 'info usernet'}, {signal}));

/**
Lead one more port of 127.0.0.1 into a running guest: programs may listen wherever they like (docs/protocol.md, section 3).

@param vm - The guest's name, for the error.
@returns The port, which the host's kernel has picked.
@throws {HarnessError} If QEMU does not do it.
*/
export const addForward = async (
	qmp: QmpClient,
	guestPort: number,
	{vm, signal}: {readonly vm: string; readonly signal: AbortSignal},
): Promise<number> => {
	const command = `hostfwd_add ${MANAGEMENT} tcp:127.0.0.1:0-:${guestPort}`;
	const said = await qmp.execute('human-monitor-command', {'command-line': command}, {signal});
	const hostPort = (await forwardedPorts(qmp, {signal})).get(guestPort);
	if (hostPort === undefined) {
		throw new HarnessError(
			`QEMU does not forward port ${guestPort} of "${vm}": ${said.trim() || `"${command}" did nothing`}.`,
		);
	}

	return hostPort;
};

/** @param text - QEMU's table of a user network: one row a socket, with protocol, descriptor, source, port, destination, port. */
export const parseUserNetwork = (text: string): ReadonlyMap<number, number> =>
	new Map(
		[...text.matchAll(/TCP\[HOST_FORWARD\]\s+\d+\s+\S+\s+(?<hostPort>\d+)\s+\S+\s+(?<guestPort>\d+)/g)].map(
			({groups = {}}) => [Number(groups['guestPort']), Number(groups['hostPort'])],
		),
	);
