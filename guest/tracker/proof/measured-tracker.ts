import {setTimeout as pause} from 'node:timers/promises';
import {parseOptions} from '../options.ts';
import {startTracker} from '../tracker.ts';

/*
A tracker that tells how much memory it has: `node --expose-gc measured-tracker.ts OPTION…`, as a child process with a channel. It sends its port; told anything, it collects garbage and answers with its figures.
*/

const command = parseOptions(process.argv.slice(2));
if (command.type !== 'run') {
	throw new Error('this tracker only runs');
}

const tracker = await startTracker(command.plan, {random: Math.random, now: () => performance.now()});
process.send?.({port: tracker.port});
process.on('message', async () => {
	for (let time = 0; time < 5; time++) {
		globalThis.gc?.();
		await pause(50);
	}

	const {rss, heapUsed, external} = process.memoryUsage();
	process.send?.({
		rss,
		heapUsed,
		external,
		unread: tracker.unreadBytes(),
		offered: tracker.registry.bytes,
		connections: tracker.connectionCount(),
		bytesIn: tracker.traffic.bytesIn,
		bytesOut: tracker.traffic.bytesOut,
	});
});
