import test from 'ava';
import {inParallel} from './in-parallel.ts';

test('never more at a time than asked for, and all are done', async t => {
	let running = 0;
	let most = 0;
	const done: number[] = [];
	await inParallel(3, [1, 2, 3, 4, 5, 6, 7], async item => {
		running++;
		most = Math.max(most, running);
		await new Promise(resolve => setImmediate(resolve));
		running--;
		done.push(item);
	});
	t.is(most, 3);
	t.deepEqual(done.sort(), [1, 2, 3, 4, 5, 6, 7]);
});

test('one that takes long holds up nobody else', async t => {
	const {promise, resolve} = Promise.withResolvers<void>();
	const done: number[] = [];
	await inParallel(2, [0, 1, 2, 3], async item => {
		if (item === 0) {
			await promise;
		}

		done.push(item);
		if (item === 3) {
			resolve();
		}
	});
	t.deepEqual(done, [1, 2, 3, 0]);
});

test('more come in when there is room, one after the other, and not for nothing', async t => {
	let running = 0;
	let most = 0;
	let asking = 0;
	const places: Array<() => void> = [];
	const untilCapacity = async ({signal}: {readonly signal: AbortSignal}): Promise<void> => {
		asking++;
		t.is(asking, 1);
		await new Promise<void>(resolve => {
			places.push(resolve);
			signal.addEventListener('abort', () => resolve());
		});
		asking--;
	};
	const ends: Array<() => void> = [];
	const turn = async (): Promise<void> => new Promise(resolve => setImmediate(resolve));
	const working = inParallel(
		2,
		[1, 2, 3, 4, 5, 6],
		async () => {
			running++;
			most = Math.max(most, running);
			await new Promise<void>(resolve => void ends.push(resolve));
			running--;
		},
		{extra: {most: 2, untilCapacity}},
	);
	await turn();
	t.is(running, 2);
	places.shift()?.();
	await turn();
	t.is(running, 3);
	places.shift()?.();
	await turn();
	t.is(running, 4);
	for (const end of ends.splice(0)) {
		end();
	}

	await turn();
	t.is(running, 2); // The other two have to ask again.
	for (const end of ends.splice(0)) {
		end();
	}

	await working;
	t.is(most, 4);
});

test('an error starts nothing new, and waits for what goes on', async t => {
	const begun: number[] = [];
	const ended: number[] = [];
	const error = await t.throwsAsync(
		inParallel(2, [1, 2, 3, 4], async item => {
			begun.push(item);
			if (item === 1) {
				throw new Error('one');
			}

			await new Promise(resolve => setImmediate(resolve));
			ended.push(item);
		}),
	);
	t.is(error?.message, 'one');
	t.deepEqual([begun, ended], [[1, 2], [2]]);
});
