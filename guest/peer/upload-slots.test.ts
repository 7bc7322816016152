import test from 'ava';
import {TransferError} from './transfer-error.ts';
import {UploadSlots} from './upload-slots.ts';

const never = new AbortController().signal;

test('who finds no place waits, and gets the next free one', async t => {
	const slots = new UploadSlots({most: 1, mostPerAddress: 1});
	const first = await slots.take('a', {signal: never});
	const second = slots.take('b', {signal: never});
	t.is(slots.queued, 1);
	first[Symbol.dispose]();
	await second;
	t.is(slots.count, 1);
	t.is(slots.queued, 0);
});

test('a free place goes to the address with the fewest, not to the loudest', async t => {
	const slots = new UploadSlots({most: 3, mostPerAddress: 3});
	const [first] = await Promise.all(['loud', 'loud', 'loud'].map(address => slots.take(address, {signal: never})));
	const order: string[] = [];
	void slots.take('loud', {signal: never}).then(() => order.push('loud'));
	const quiet = slots.take('quiet', {signal: never}).then(() => order.push('quiet'));
	first?.[Symbol.dispose]();
	await quiet;
	t.deepEqual(order, ['quiet']);
});

test('one address never has more than its share, though places are free', async t => {
	const slots = new UploadSlots({most: 10, mostPerAddress: 2});
	await slots.take('a', {signal: never});
	await slots.take('a', {signal: never});
	void slots.take('a', {signal: never});
	await slots.take('b', {signal: never});
	t.deepEqual([slots.count, slots.queued], [3, 1]);
});

test('who leaves the queue is not served', async t => {
	const slots = new UploadSlots({most: 1, mostPerAddress: 1});
	const first = await slots.take('a', {signal: never});
	const gone = new AbortController();
	const waiting = slots.take('b', {signal: gone.signal});
	gone.abort();
	await t.throwsAsync(waiting, {instanceOf: TransferError});
	await t.throwsAsync(slots.take('b', {signal: gone.signal}), {instanceOf: TransferError});
	first[Symbol.dispose]();
	first[Symbol.dispose]();
	t.deepEqual([slots.count, slots.queued], [0, 0], 'a place is given back once');
});
