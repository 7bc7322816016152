import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {CannotForkError} from './cannot-fork-error.ts';
import {rememberNoFork} from './remember-no-fork.ts';

const setUp = async (t: ExecutionContext) => {
	const cacheFolder = await mkdtemp(`${tmpdir()}/osp2p-no-fork-`);
	t.teardown(() => rm(cacheFolder, {recursive: true}));
	let attempts = 0;
	const attempt = (outcome: Error | string) => async () => {
		attempts++;
		if (outcome instanceof Error) {
			throw outcome;
		}

		return outcome;
	};
	return {cacheFolder, attempt, attempts: () => attempts};
};

const refusal = new CannotForkError('guests cannot be frozen and thawed here (no such capability)');

test('a refusal is not tried again the same day, and told in the same words', async t => {
	const {cacheFolder, attempt, attempts} = await setUp(t);
	for (let time = 0; time < 3; time++) {
		const asked = rememberNoFork('key', attempt(refusal), {cacheFolder, now: Date.now});
		await t.throwsAsync(asked, {instanceOf: CannotForkError, message: refusal.message});
	}

	t.is(attempts(), 1);
});

test('after a day, and for another template, it is tried anew', async t => {
	const {cacheFolder, attempt} = await setUp(t);
	await t.throwsAsync(rememberNoFork('key', attempt(refusal), {cacheFolder, now: Date.now}));
	t.is(await rememberNoFork('other', attempt('template'), {cacheFolder, now: Date.now}), 'template');
	const tomorrow = () => Date.now() + 25 * 60 * 60 * 1000;
	t.is(await rememberNoFork('key', attempt('template'), {cacheFolder, now: tomorrow}), 'template');
});

test('any other error is no answer', async t => {
	const {cacheFolder, attempt} = await setUp(t);
	await t.throwsAsync(rememberNoFork('key', attempt(new Error('interrupted')), {cacheFolder, now: Date.now}));
	t.is(await rememberNoFork('key', attempt('template'), {cacheFolder, now: Date.now}), 'template');
});
