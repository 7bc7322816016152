import test from 'ava';
import {startTracker} from './rehearse.ts';
import {openTrackerLink} from './tracker-link.ts';

const never = new AbortController().signal;
const claims = Array.from({length: 70}, (_, number) => `HAVE ${number}.jpg`);

test('many requests are all sent, and each has its reply', async t => {
	await using tracker = await startTracker();
	using link = await openTrackerLink(tracker, {signal: never});
	await link?.ask('ADDR mallory 127.0.0.1:1');
	const codes: string[] = [];
	await link?.askMany(claims, ({code}) => codes.push(code));
	t.deepEqual(
		codes,
		claims.map(() => '200'),
	);
	t.is((await link?.ask('LIST'))?.data.length, claims.length, 'in order: the next reply is to the next request');
});

test('a tracker that goes away ends the asking', async t => {
	const tracker = await startTracker();
	using link = await openTrackerLink(tracker, {signal: never});
	await tracker[Symbol.asyncDispose]();
	await t.notThrowsAsync(async () => link?.askMany(claims, () => t.fail()));
});
