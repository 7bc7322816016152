import {once} from 'node:events';
import {createServer} from 'node:http';
import type {RunningTracker} from './tracker.ts';

/**
A tracker's figures as Prometheus reads them.

@returns Text of format 0.0.4.
*/
const metricsText = ({registry, counts, traffic, connectionCount, unreadBytes}: RunningTracker): string => {
	const requests = [...counts.entries()].map(
		({kind, result, count}) => [`{kind="${kind}",result="${result}"}`, count] as const,
	);
	return [
		figure('connections', 'gauge', 'Clients connected now.', connectionCount()),
		figure('peers', 'gauge', 'Registered peers.', registry.peerCount),
		figure('files', 'gauge', 'Files that somebody offers.', registry.fileCount),
		figure('offers_bytes', 'gauge', 'Taken by what peers offer.', registry.bytes),
		figure('requests_total', 'counter', 'Requests by kind and result.', ...requests),
		figure('unread_bytes', 'gauge', 'Kept for clients that do not read.', unreadBytes()),
		figure(
			'bytes_total',
			'counter',
			'Bytes of all clients.',
			['{direction="in"}', traffic.bytesIn],
			['{direction="out"}', traffic.bytesOut],
		),
		figure('accepted_total', 'counter', 'Connections accepted.', traffic.accepted),
		figure(
			'dropped_total',
			'counter',
			'Connections ended by the tracker.',
			['{because="silent"}', traffic.timedOut],
			['{because="does not read"}', traffic.stalled],
			['{because="no room"}', traffic.shed],
			['{because="too many of one address"}', traffic.turnedAway],
		),
		figure(
			'calls_total',
			'counter',
			'Calls to subscribers.',
			['{result="made"}', traffic.callsMade],
			['{result="failed"}', traffic.callsFailed],
			['{result="forgone"}', traffic.callsForgone],
		),
	].join('');
};

/** Serve the figures at `http://127.0.0.1:PORT/metrics`, to this machine only. Disposing it closes the port. */
export const serveMetrics = async (
	tracker: RunningTracker,
	{port}: {readonly port: number},
): Promise<AsyncDisposable & {port: number}> => {
	const server = createServer((request, response) => {
		const isKnown = /^\/metrics(?:\?|$)/.test(request.url ?? '') && ['GET', 'HEAD'].includes(request.method ?? '');
		response.writeHead(isKnown ? 200 : 404, {'content-type': 'text/plain; version=0.0.4; charset=utf-8'});
		response.end(isKnown ? metricsText(tracker) : 'The figures are at /metrics.\n');
	});
	server.maxConnections = 16;
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	server.on('error', () => undefined); // A visitor that could not be let in, for lack of descriptors, costs nobody else.
	const bound = server.address();
	return {
		port: typeof bound === 'object' && bound ? bound.port : port,
		async [Symbol.asyncDispose]() {
			server.close();
			server.closeAllConnections();
		},
	};
};

const figure = (
	name: string,
	type: 'counter' | 'gauge',
	help: string,
	...values: ReadonlyArray<number | readonly [labels: string, value: number]>
): string => {
	const lines = values.map(value => (typeof value === 'number' ? ` ${value}` : `${value[0]} ${value[1]}`));
	return `# HELP osptracker_${name} ${help}\n# TYPE osptracker_${name} ${type}\n${lines.map(line => `osptracker_${name}${line}\n`).join('')}`;
};
