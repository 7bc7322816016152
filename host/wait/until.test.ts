import test from 'ava';
import {moreAndMoreSeldom, until} from './until.ts';

const {signal: never} = new AbortController();

test('the first answer ends the wait', async t => {
	const answers = [undefined, undefined, 0, 1];
	t.is(await until('an answer', async () => answers.shift(), {signal: never, everyMs: 1}), 0);
	t.deepEqual(answers, [1]);
});

test('what costs much is asked more and more seldom, and a little late at most', async t => {
	const startedMs = performance.now();
	const askedAtMs: number[] = [];
	await until(
		'a while to pass',
		async () => {
			askedAtMs.push(performance.now() - startedMs);
			return askedAtMs.length === 4 || undefined;
		},
		{signal: never, everyMs: waitedMs => moreAndMoreSeldom(5)(100 * waitedMs)},
	);
	const pauses = askedAtMs.map((at, index) => at - (askedAtMs[index - 1] ?? 0)).slice(1);
	t.true((pauses[2] ?? 0) > 2 * (pauses[0] ?? 0), pauses.join());
	t.is(moreAndMoreSeldom(200)(0), 200);
	t.is(moreAndMoreSeldom(200)(60_000), 3000);
});

test('a failure is not retried', async t => {
	let probes = 0;
	const failing = until(
		'nothing',
		async () => {
			probes++;
			throw new TypeError('broken');
		},
		{signal: never, everyMs: 1},
	);
	await t.throwsAsync(failing, {instanceOf: TypeError, message: 'broken'});
	t.is(probes, 1);
});

test('aborting says what was waited for, and why it ended', async t => {
	const stop = new AbortController();
	const waiting = until('sshd on alice', async () => stop.abort(new Error('enough')), {signal: stop.signal});
	const error = await t.throwsAsync(waiting, {message: /^Gave up waiting for sshd on alice after \d+\.\d s\.$/});
	t.is((error.cause as Error).message, 'enough');
});

test('an aborted wait probes nothing', async t => {
	await t.throwsAsync(until('anything', async () => t.fail(), {signal: AbortSignal.abort()}));
});
