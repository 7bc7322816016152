import test from 'ava';
import {startAll} from './start-all.ts';

const signal = new AbortController().signal;
const thing = (name: string, gone: string[]) => ({name, [Symbol.asyncDispose]: async () => void gone.push(name)});

test('things come in the order of their starts, not of their readiness', async t => {
	await using stack = new AsyncDisposableStack();
	const slow = Promise.withResolvers<void>();
	const started = await startAll(
		[
			async () => {
				await slow.promise;
				return thing('slow', []);
			},
			async () => {
				slow.resolve();
				return thing('fast', []);
			},
		],
		{stack, signal},
	);
	t.deepEqual(
		started.map(({name}) => name),
		['slow', 'fast'],
	);
});

test('one failure ends the others, and what had started is gone', async t => {
	const gone: string[] = [];
	const failure = new Error('no');
	await t.throwsAsync(
		async () => {
			await using stack = new AsyncDisposableStack();
			await startAll(
				[
					async () => thing('early', gone),
					async () => Promise.reject(failure),
					async within =>
						new Promise((_, reject) => {
							within.addEventListener('abort', () => reject(within.reason));
						}),
				],
				{stack, signal},
			);
		},
		{is: failure},
	);
	t.deepEqual(gone, ['early']);
});
