import {once} from 'node:events';
import test from 'ava';
import {timeoutWithoutSteal} from './timeout-without-steal.ts';

/** How long a limit takes, in milliseconds. It keeps no process alive, so something else has to. */
const takenMs = async (limit: AbortSignal): Promise<number> => {
	const startedMs = performance.now();
	const awake = setInterval(() => {}, 1000);
	await once(limit, 'abort');
	clearInterval(awake);
	return performance.now() - startedMs;
};

test('on good nodes it is as long as it says', async t => {
	const limit = timeoutWithoutSteal(50);
	const ms = await takenMs(limit);
	t.true(ms >= 45, `${ms} ms`);
	t.is(limit.reason.name, 'TimeoutError');
});

test('slow nodes have more time', async t => {
	t.true((await takenMs(timeoutWithoutSteal(50, {slowness: 4}))) >= 195);
});

test('while they wait for processors, the clock stands', async t => {
	const startedMs = performance.now();
	const stealMs = (): number[] => [Math.min(300, performance.now() - startedMs)];
	const ms = await takenMs(timeoutWithoutSteal(100, {stealMs}));
	t.true(ms >= 390, `${ms} ms`);
});

test('nodes that wait for ever get eight times as long', async t => {
	const startedMs = performance.now();
	const stealMs = (): number[] => [(performance.now() - startedMs) * 3];
	const ms = await takenMs(timeoutWithoutSteal(40, {stealMs}));
	t.true(ms >= 300, `${ms} ms`); // That it is over at all is the point: it loses more time than passes.
});

test('a limit of nothing is over at once', t => {
	t.true(timeoutWithoutSteal(0).aborted);
});
