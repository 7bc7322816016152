import {connect} from 'node:net';
import {parentPort, workerData} from 'node:worker_threads';
import {type CrowdPlan, HOSTILE_WAYS, type HostileWay} from './hostile-crowd.ts';

/* The thread of a hostile crowd: it counts the bytes it has got in memory that is shared, and says when all are connected once. */

const {port, ways, counter}: CrowdPlan = workerData;
const bytes = new BigUint64Array(counter);

/** Bytes a slow reader takes, and how often: above the least rate that a peer puts up with. */
const SLOWLY = {bytes: 4096, everyMs: 1000};

const come = (localAddress: string, way: HostileWay): Promise<void> => {
	const {request, reads, comesBack} = HOSTILE_WAYS[way];
	const {promise, resolve} = Promise.withResolvers<void>();
	const socket = connect({host: '127.0.0.1', port, localAddress, allowHalfOpen: true});
	socket.once('connect', () => {
		socket.write(request);
		resolve();
	});
	socket.on('error', () => undefined);
	socket.on('end', () => comesBack && socket.end());
	if (reads === 'all') {
		socket.on('data', (chunk: Buffer) => {
			Atomics.add(bytes, 0, BigInt(chunk.length));
		});
	} else {
		const timer = setInterval(() => socket.read(SLOWLY.bytes), SLOWLY.everyMs);
		socket.once('close', () => clearInterval(timer));
	}

	socket.once('close', () => {
		resolve();
		setTimeout(() => void come(localAddress, way), comesBack ? 0 : 100);
	});
	return promise;
};

for (const [index, address] of ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6'].entries()) {
	const way = ways[index % ways.length] as HostileWay;
	for (let n = 0; n < HOSTILE_WAYS[way].connections; n++) {
		await come(address, way);
	}
}

parentPort?.postMessage('all are connected');
