import test from 'ava';
import type {Endpoint} from '../protocol/endpoint.ts';
import {HolderBook} from './holder-book.ts';

const holder = (port: number) => ({alias: 'x', address: '127.0.0.1', port});
const ports = (book: HolderBook, listed: readonly number[], {file = 'f', self = 0, most = 100} = {}): number[] =>
	order(book, listed.map(holder), {file, self: holder(self), most}).map(({port}) => port);

function order(
	book: HolderBook,
	listed: readonly Endpoint[],
	options: Parameters<HolderBook['ranking']>[0],
): Endpoint[] {
	const ranking = book.ranking(options);
	for (const one of listed) {
		ranking.add(one);
	}

	return ranking.best();
}

test('strangers are asked from the last named to the first, each once, never ourselves', t => {
	t.deepEqual(ports(new HolderBook(), [1, 2, 2, 3, 1, 9], {self: 9}), [1, 3, 2]);
});

test('another machine that listens on the same port as we do is not us', t => {
	const other = {...holder(9), address: '127.0.0.2'};
	const [first] = order(new HolderBook(), [other], {file: 'f', self: holder(9), most: 100});
	t.deepEqual(first, {address: '127.0.0.2', port: 9});
});

test('who served us fast comes first, who failed us last', t => {
	const book = new HolderBook();
	book.served(holder(2), {bytesPerSecond: 10});
	book.served(holder(3), {bytesPerSecond: 1000});
	book.failed(holder(5));
	t.deepEqual(ports(book, [1, 2, 3, 4, 5]), [3, 2, 4, 1, 5]);
});

test('a liar is not asked again for this file, and last for others', t => {
	const book = new HolderBook();
	book.lied(holder(2), 'f');
	t.deepEqual(ports(book, [1, 2]), [1]);
	t.deepEqual(ports(book, [1, 2], {file: 'g'}), [1, 2]);
});

test('no more than so many are tried', t => {
	t.deepEqual(ports(new HolderBook(), [1, 2, 3, 4], {most: 2}), [4, 3]);
});

test('of strangers by the thousand the last named are kept, in their order', t => {
	const listed = Array.from({length: 5000}, (_, index) => 1 + ((index * 7) % 3001));
	const last = [...new Set(listed.toReversed())].slice(0, 5);
	t.deepEqual(ports(new HolderBook(), listed, {most: 5}), last);
});

test('memory is bounded: who was heard of longest ago is forgotten', t => {
	const book = new HolderBook();
	for (let port = 1; port <= 10_001; port++) {
		book.lied(holder(port), 'f');
	}

	t.deepEqual(ports(book, [1, 2, 3]), [1]);
});

test('who was heard of again is not forgotten before the others', t => {
	const book = new HolderBook();
	book.lied(holder(1), 'f');
	book.lied(holder(2), 'f');
	book.failed(holder(1));
	for (let port = 3; port <= 10_001; port++) {
		book.failed(holder(port));
	}

	t.deepEqual(ports(book, [1, 2]), [2]);
});

test('of all lies together only so many are remembered, the last ones', t => {
	const book = new HolderBook();
	for (let number = 0; number <= 20_000; number++) {
		book.lied(holder(1 + (number % 100)), `f${number}`);
	}

	t.deepEqual(ports(book, [1], {file: 'f0'}), [1]);
	t.deepEqual(ports(book, [1], {file: 'f20000'}), []);
});
