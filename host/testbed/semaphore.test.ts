import test from 'ava';
import {Semaphore} from './semaphore.ts';

const {signal} = new AbortController();

/** Asks for room, and tells in `entered` when it came. */
const asker =
	(semaphore: Semaphore, entered: string[]) =>
	async (name: string, wanted: number, within = signal) => {
		await semaphore.take(wanted, {signal: within});
		entered.push(name);
	};

/** Lets everybody who may go on go on. */
const settle = async (): Promise<void> => new Promise(resolve => setImmediate(resolve));

test('who finds room goes on at once, others when somebody leaves', async t => {
	const entered: string[] = [];
	const semaphore = new Semaphore(4);
	const ask = asker(semaphore, entered);
	await ask('a', 3);
	const b = ask('b', 2);
	await settle();
	t.deepEqual(entered, ['a']);
	semaphore.leave(1);
	await b;
	t.deepEqual(entered, ['a', 'b']);
});

test('who asks for little does not pass by who asks for much and came first', async t => {
	const entered: string[] = [];
	const semaphore = new Semaphore(4);
	const ask = asker(semaphore, entered);
	await ask('a', 3);
	const both = Promise.all([ask('much', 4), ask('little', 1)]);
	await settle();
	t.deepEqual(entered, ['a']);
	semaphore.leave(3);
	await settle();
	t.deepEqual(entered, ['a', 'much']);
	semaphore.leave(4);
	await both;
	t.deepEqual(entered, ['a', 'much', 'little']);
});

test('who asks for more than there is gets it when nobody else is there', async t => {
	const semaphore = new Semaphore(4);
	await t.notThrowsAsync(semaphore.take(6, {signal}));
});

test('who gives up makes way for the next', async t => {
	const entered: string[] = [];
	const semaphore = new Semaphore(4);
	const ask = asker(semaphore, entered);
	await ask('a', 3);
	const impatient = new AbortController();
	const much = ask('much', 4, impatient.signal);
	const little = ask('little', 1);
	impatient.abort(new Error('enough'));
	await t.throwsAsync(much, {message: 'enough'});
	await little;
	t.deepEqual(entered, ['a', 'little']);
});
