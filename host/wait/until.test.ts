import test from 'ava';
import {moreAndMoreSeldom, until} from './until.ts';

const {signal: never} = new AbortController();

test('the first answer ends the wait', async t => {
	const answers = [undefined, undefined, 0, 1];
	t.is(await until('an answer', async () => answers.shift(), {signal: never, everyMs: 1}), 0);
	t.deepEqual(answers, [1]);
});

test('a pause may depend on how long it took so far', async t => {
	const answers = [undefined, undefined, undefined, 1];
	const toldMs: number[] = [];
	const everyMs = (waitedMs: number): number => {
		toldMs.push(waitedMs);
		return 10 * toldMs.length;
	};
	await until('an answer', async () => answers.shift(), {signal: never, everyMs});
	const [first = 0, second = 0, third = 0] = toldMs;
	t.is(toldMs.length, 3);
	t.true(second - first >= 9 && third - second >= 19, toldMs.join());
});

test('what costs much is asked more and more seldom, and a little late at most', t => {
	t.is(moreAndMoreSeldom(200)(0), 200);
	t.is(moreAndMoreSeldom(200)(4000), 200);
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

test('aborting says what was waited for, how long, and why it ended', async t => {
	const startedMs = performance.now();
	const stop = new AbortController();
	const waiting = until('sshd on alice', async () => stop.abort(new Error('enough')), {signal: stop.signal});
	const error = await t.throwsAsync(waiting, {message: /^Gave up waiting for sshd on alice after \d+\.\d s\.$/});
	t.is((error.cause as Error).message, 'enough');
	const seconds = Number(/after (.*) s\.$/.exec(error.message)?.[1]);
	t.true(seconds <= (performance.now() - startedMs) / 1000 + 0.05, `${seconds} s`); // It is rounded.
});

test('an aborted wait probes nothing', async t => {
	await t.throwsAsync(until('anything', async () => t.fail(), {signal: AbortSignal.abort()}));
});
