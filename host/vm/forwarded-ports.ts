import type {QmpClient} from '../qmp/qmp-client.ts';

/** Ask QEMU which ports of 127.0.0.1 lead into the guest: guest port → host port. */
export const forwardedPorts = async (
	qmp: QmpClient,
	{signal}: {readonly signal: AbortSignal},
): Promise<ReadonlyMap<number, number>> =>
	parseUserNetwork(await qmp.execute('human-monitor-command', {'command-line': 'info usernet'}, {signal}));

/** @param text - QEMU's table of a user network: one row a socket, with protocol, descriptor, source, port, destination, port. */
export const parseUserNetwork = (text: string): ReadonlyMap<number, number> =>
	new Map(
		[...text.matchAll(/TCP\[HOST_FORWARD\]\s+\d+\s+\S+\s+(?<hostPort>\d+)\s+\S+\s+(?<guestPort>\d+)/g)].map(
			({groups = {}}) => [Number(groups['guestPort']), Number(groups['hostPort'])],
		),
	);
