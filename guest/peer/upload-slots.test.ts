import test from 'ava';
import {TransferError} from './transfer-error.ts';
import {UploadSlots} from './upload-slots.ts';

const by = (address: string, evict: () => void = () => undefined, isServed = true) => ({
	address,
	evict,
	isServed: () => isServed,
});
const never = new AbortController().signal;
const patient = {withinMs: 60_000, signal: never};

test('who finds no place waits, and gets the next free one', async t => {
	const slots = new UploadSlots({most: 1, mostPerAddress: 1, patienceMs: 60_000});
	const first = await slots.take(by('a'), patient);
	const second = slots.take(by('b'), patient);
	t.is(slots.queued, 1);
	first[Symbol.dispose]();
	await second;
	t.is(slots.count, 1);
	t.is(slots.queued, 0);
});

test('a free place goes to the address with the fewest, not to the loudest', async t => {
	const slots = new UploadSlots({most: 3, mostPerAddress: 3, patienceMs: 60_000});
	const [first] = await Promise.all(['loud', 'loud', 'loud'].map(address => slots.take(by(address), patient)));
	const order: string[] = [];
	const stop = new AbortController();
	const another = slots.take(by('loud'), {withinMs: 60_000, signal: stop.signal}).then(() => order.push('loud'));
	const quiet = slots.take(by('quiet'), patient).then(() => order.push('quiet'));
	first?.[Symbol.dispose]();
	await quiet;
	t.deepEqual(order, ['quiet']);
	stop.abort();
	await t.throwsAsync(another, {instanceOf: TransferError});
});

test('of addresses that have as many, the one that has waited longest is next', async t => {
	const slots = new UploadSlots({most: 1, mostPerAddress: 1, patienceMs: 60_000});
	const first = await slots.take(by('a'), patient);
	const order: string[] = [];
	const waiting = ['b', 'c', 'd'].map(async address => {
		using _ = await slots.take(by(address), patient);
		order.push(address);
	});
	first[Symbol.dispose]();
	await Promise.all(waiting);
	t.deepEqual(order, ['b', 'c', 'd']);
});

test('one address never has more than its share, though places are free', async t => {
	const slots = new UploadSlots({most: 10, mostPerAddress: 2, patienceMs: 60_000});
	await slots.take(by('a'), patient);
	await slots.take(by('a'), patient);
	const stop = new AbortController();
	const third = slots.take(by('a'), {withinMs: 60_000, signal: stop.signal});
	await slots.take(by('b'), patient);
	t.deepEqual([slots.count, slots.queued], [3, 1]);
	stop.abort();
	await t.throwsAsync(third, {instanceOf: TransferError});
});

test('who leaves the queue is not served', async t => {
	const slots = new UploadSlots({most: 1, mostPerAddress: 1, patienceMs: 60_000});
	const first = await slots.take(by('a'), patient);
	const gone = new AbortController();
	const waiting = slots.take(by('b'), {withinMs: 60_000, signal: gone.signal});
	gone.abort();
	await t.throwsAsync(waiting, {instanceOf: TransferError});
	await t.throwsAsync(slots.take(by('b'), {withinMs: 60_000, signal: gone.signal}), {instanceOf: TransferError});
	first[Symbol.dispose]();
	first[Symbol.dispose]();
	t.deepEqual([slots.count, slots.queued], [0, 0], 'a place is given back once');
});

test('who waits for long takes the youngest place of the address with the most', async t => {
	const slots = new UploadSlots({most: 3, mostPerAddress: 3, patienceMs: 10});
	const evicted: string[] = [];
	for (const name of ['first', 'second', 'third']) {
		const slot = await slots.take(
			by('loud', () => {
				evicted.push(name);
				slot[Symbol.dispose]();
			}),
			patient,
		);
	}

	await slots.take(by('quiet'), patient);
	t.deepEqual(evicted, ['third']);
});

test('nobody loses a place to an address that has as many, or to its own', async t => {
	const slots = new UploadSlots({most: 2, mostPerAddress: 2, patienceMs: 5});
	await slots.take(
		by('a', () => t.fail()),
		patient,
	);
	await slots.take(
		by('b', () => t.fail()),
		patient,
	);
	const waiting = slots.take(by('c'), {withinMs: 50, signal: never});
	await t.throwsAsync(waiting, {instanceOf: TransferError});
});

test('who reads slowly gives way to another of its address, who reads well does not', async t => {
	const slots = new UploadSlots({most: 9, mostPerAddress: 2, patienceMs: 5});
	const evicted: string[] = [];
	for (const [name, isServed] of [
		['well', true],
		['slow', false],
	] as const) {
		const slot = await slots.take(
			by(
				'lab',
				() => {
					evicted.push(name);
					setImmediate(() => slot[Symbol.dispose]());
				},
				isServed,
			),
			patient,
		);
	}

	await slots.take(by('lab'), patient);
	t.deepEqual(evicted, ['slow']);
	await t.throwsAsync(slots.take(by('lab'), {withinMs: 50, signal: never}), {instanceOf: TransferError});
	t.deepEqual(evicted, ['slow']);
	t.is(slots.count, 2);
});

test('many of one address that wait at once get its share, each place is given up once, and no more than all are used', async t => {
	const slots = new UploadSlots({most: 40, mostPerAddress: 36, patienceMs: 5});
	let evictions = 0;
	for (let n = 0; n < 40; n++) {
		const slot = await slots.take(
			by(`hostile ${n % 5}`, () => {
				evictions++;
				setTimeout(() => slot[Symbol.dispose](), 20);
			}),
			patient,
		);
	}

	let served = 0;
	const waiting = Array.from({length: 23}, () =>
		slots.take(by('sixth'), {withinMs: 2000, signal: never}).then(
			() => served++,
			() => undefined,
		),
	);
	await Promise.all(waiting);
	t.deepEqual([served, evictions, slots.count], [6, 6, 40]);
});
