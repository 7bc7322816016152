import test from 'ava';
import type {Endpoint} from '../protocol/endpoint.ts';
import {raceHolders} from './race-holders.ts';
import {TransferError} from './transfer-error.ts';

const holder = (port: number): Endpoint => ({address: '127.0.0.1', port});
const [one, two, three] = [holder(1), holder(2), holder(3)];

/** Asks the next holder at once while the others say nothing. */
const limits = {connectMs: 0, maxWaiting: 10, hedgeMs: 1000, hedgeBytes: 1, rivalMs: 1000, maxRivals: 1};
const never = new AbortController().signal;
const options = {limits, clock: () => 0, signal: never};

const makePrize = () => {
	const prize = {
		isGone: false,
		[Symbol.asyncDispose]: async () => {
			await turn();
			prize.isGone = true;
		},
	};
	return prize;
};

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

const aborted = async (signal: AbortSignal): Promise<void> => {
	await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
	await turn();
};

test('the first to deliver wins; the others are stopped, and have ended when it is told', async t => {
	const ended: number[] = [];
	const prize = makePrize();
	const race = await raceHolders(
		[one, two, three],
		async ({port}, {signal}) => {
			if (port === 3) {
				return prize;
			}

			await aborted(signal);
			ended.push(port);
			throw new TransferError('given up');
		},
		options,
	);
	t.deepEqual(race, {prize, winner: three});
	t.false(prize.isGone);
	t.deepEqual(ended, [1, 2]);
});

test('what a loser delivers all the same is thrown away', async t => {
	const prizes = new Map([
		[1, makePrize()],
		[2, makePrize()],
	]);
	const {winner} = await raceHolders(
		[one, two],
		async ({port}, {signal}) => {
			if (port === 1) {
				await aborted(signal);
			}

			return prizes.get(port) ?? makePrize();
		},
		options,
	);
	t.is(winner, two);
	t.deepEqual(
		[...prizes.values()].map(({isGone}) => isGone),
		[true, false],
	);
});

test('whoever fails makes way for the next, and the last reason is told', async t => {
	const asked: number[] = [];
	const race = raceHolders(
		[one, two, three],
		async ({port}) => {
			asked.push(port);
			throw new TransferError(`reason ${port}`);
		},
		{...options, limits: {...limits, maxWaiting: 1}},
	);
	await t.throwsAsync(race, {instanceOf: TransferError, message: '127.0.0.1:3: reason 3'});
	t.deepEqual(asked, [1, 2, 3]);
});

test('who gives up gets nothing, also when something comes at that very moment', async t => {
	const stop = new AbortController();
	const prize = makePrize();
	const race = raceHolders(
		[one, two],
		async (_, {signal}) => {
			setImmediate(() => stop.abort());
			await aborted(signal);
			return prize;
		},
		{...options, signal: stop.signal},
	);
	await t.throwsAsync(race, {instanceOf: TransferError, message: 'given up'});
	t.true(prize.isGone);
});

test('a bug is no failed holder: it is thrown once the others have ended', async t => {
	let hasEnded = false;
	const race = raceHolders(
		[one, two, three],
		async ({port}, {signal}) => {
			if (port === 2) {
				await turn();
				throw new TypeError('oops');
			}

			await aborted(signal);
			hasEnded = true;
			throw new TransferError('given up');
		},
		options,
	);
	await t.throwsAsync(race, {instanceOf: TypeError, message: 'oops'});
	t.true(hasEnded);
});

test('a prize is thrown away when a bug came beside it', async t => {
	const prize = makePrize();
	const race = raceHolders(
		[one, two],
		async ({port}) => {
			await turn();
			if (port === 2) {
				throw new TypeError('oops');
			}

			return prize;
		},
		options,
	);
	await t.throwsAsync(race, {instanceOf: TypeError});
	t.true(prize.isGone);
});

/** A race in which the first holder sends so much from look to look, 50 ms of its clock apart, and delivers after the last. */
const raceByLooks = async (...sends: readonly number[]) => {
	const asked: number[] = [];
	const left = [...sends];
	let nowMs = 0;
	let received: ((bytes: number) => void) | undefined;
	const all = Promise.withResolvers<void>();
	const prize = makePrize();
	const {winner} = await raceHolders(
		[one, two],
		async ({port}, progress) => {
			asked.push(port);
			if (port === 1) {
				progress.connected();
				received = progress.received;
				await Promise.race([aborted(progress.signal), all.promise]);
			}

			return prize;
		},
		{
			...options,
			limits: {...limits, hedgeMs: 100, hedgeBytes: 100},
			clock() {
				nowMs += 25; // It is asked twice a look.
				if (received !== undefined && nowMs % 50 === 0) {
					received(left.shift() ?? 0);
					if (left.length === 0) {
						all.resolve();
					}
				}

				return nowMs;
			},
		},
	);
	return {winner, asked};
};

test('who sends well is left alone', async t => {
	t.deepEqual(await raceByLooks(1000, 1000, 1000, 1000), {winner: one, asked: [1]});
});

test('who sent well once, and then next to nothing, gets a rival', async t => {
	t.is((await raceByLooks(1000, 1000, 10, 10, 10)).winner, two);
});
