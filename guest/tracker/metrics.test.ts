import test from 'ava';
import {VectorClient} from '../conformance/vector-client.ts';
import {serveMetrics} from './metrics.ts';
import {startTracker} from './tracker.ts';

test('figures are served on loopback as Prometheus reads them', async t => {
	const plan = {
		address: '127.0.0.1',
		port: 0,
		onlyLocal: false,
		withFakePeers: false,
		maxConnections: 10,
		maxPerAddress: 10,
		maxUnreadBytes: 2 ** 20,
		maxOfferBytes: 16 * 2 ** 20,
		stallMs: 60_000,
	};
	await using tracker = await startTracker(plan, {random: Math.random, now: () => performance.now()});
	await using metrics = await serveMetrics(tracker, {port: 0});
	using client = await VectorClient.open(tracker, '127.0.0.1');
	client.socket.write('ADDR a 127.0.0.1:5\nHAVE f\nHAVE f\nWANT g\nFOO\n');
	for (let n = 0; n < 6; n++) {
		await client.reply(5000);
	}

	const response = await fetch(`http://127.0.0.1:${metrics.port}/metrics`);
	const text = await response.text();
	t.is(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
	for (const line of [
		'osptracker_connections 1',
		'osptracker_peers 1',
		'osptracker_files 1',
		'osptracker_requests_total{kind="have",result="done"} 2',
		'osptracker_requests_total{kind="want",result="refused"} 1',
		'osptracker_requests_total{kind="malformed",result="bad"} 1',
	]) {
		t.true(text.includes(`\n${line}\n`), line);
	}

	for (const line of text.trimEnd().split('\n')) {
		t.regex(line, /^(# (HELP|TYPE) osptracker_\w+ .+|osptracker_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? \d+)$/);
	}

	t.is((await fetch(`http://127.0.0.1:${metrics.port}/`)).status, 404);
});
