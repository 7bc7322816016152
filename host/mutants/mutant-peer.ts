#!/usr/bin/env node
import {parseArgs} from 'node:util';
import {announceFolder} from './announce-folder.ts';
import {fetchFile} from './fetch-file.ts';
import {servePeers} from './serve-peers.ts';
import {TrackerClient} from './tracker-client.ts';

/**
A small peer with one hole, or with none: what the judge is judged by. The reference is robust, not good: it knows no
hedging, no events, no new files.
*/
const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		hole: {type: 'string', default: 'none'},
		tracker: {type: 'string', short: 't', default: '127.0.0.1:11111'},
		dir: {type: 'string', short: 'd', default: '.'},
		port: {type: 'string', default: '0'},
		mode: {type: 'string', short: 'b', default: '1'},
	},
});
const {dir} = values;
// The one that is evil unless it is told otherwise has no hole with -b0.
const hole = values.hole === 'evil-by-default' && values.mode === '0' ? 'none' : values.hole;
const [address = '127.0.0.1', trackerPort = '11111'] = values.tracker.split(':');
const files = positionals.map(word => Buffer.from(word).toString('latin1'));

const downloads = Promise.withResolvers<void>();
const door = await servePeers(dir, {
	port: Number(values.port),
	hole,
	whenFree: hole === 'serves-after-downloads' ? downloads.promise : Promise.resolve(),
});
const tracker = new TrackerClient({address, port: Number(trackerPort)}, {servesAt: door.port, hole});
await announceFolder(dir, tracker, {hole});
const firstByte = Promise.withResolvers<void>();
if (hole === 'dies-without-its-tracker') {
	// Before, on a slow machine, everything takes as long as a tracker out of reach.
	void firstByte.promise.then(() =>
		setInterval(async () => (await tracker.ask('WHO')).length > 0 || process.exit(1), 500),
	);
}

await Promise.all(files.map(async file => fetchFile(file, {dir, tracker, hole, onBytes: firstByte.resolve})));
downloads.resolve();
