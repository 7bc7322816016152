import test from 'ava';
import {untilDone} from './patience.ts';
import {ScenarioError} from './scenario-error.ts';

const never = async () => undefined;
const {signal} = new AbortController();

test('what is done is handed on', async t => {
	t.is(await untilDone('the answer', async () => 7, {signal}), 7);
});

test('a program that takes too long is to blame, and the wait is told', async t => {
	const error = await t.throwsAsync(untilDone('alice to come', never, {signal, patienceMs: 300}), {
		instanceOf: ScenarioError,
	});
	t.is(error.outcome, 'stuck');
	t.regex(error.message, /in vain for alice to come/);
});

test('slow nodes get more time', async t => {
	const startedMs = performance.now();
	await t.throwsAsync(untilDone('the answer', never, {signal, patienceMs: 100, pace: {slowness: 4}}), {
		instanceOf: ScenarioError,
	});
	t.true(performance.now() - startedMs >= 390);
});

test('for our own adversary nobody is blamed', async t => {
	const error = await t.throwsAsync(untilDone('harm', never, {signal, patienceMs: 10, who: 'adversary'}), {
		instanceOf: ScenarioError,
	});
	t.is(error.outcome, 'deadline');
});

test("the end of the scenario is nobody's fault, and no finding", async t => {
	const over = new AbortController();
	over.abort();
	const error = await t.throwsAsync(untilDone('the answer', never, {signal: over.signal}));
	t.false(error instanceof ScenarioError);
});
