import test from 'ava';
import {until} from './until.ts';

const {signal: never} = new AbortController();

test('the first answer ends the wait', async t => {
	const answers = [undefined, undefined, 0, 1];
	t.is(await until('an answer', async () => answers.shift(), {signal: never, everyMs: 1}), 0);
	t.deepEqual(answers, [1]);
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
