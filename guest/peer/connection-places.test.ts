import test from 'ava';
import {ConnectionPlaces, type Phase, type Visitor} from './connection-places.ts';

const crowd = (bounds: {readonly most: number; readonly mostPerAddress: number}) => {
	const places = new ConnectionPlaces(bounds);
	const gone: string[] = [];
	let nowMs = 0;
	const come = (name: string, address: string, phase: Phase = 'asking', isServed = true) => {
		nowMs++;
		const visitor: Visitor = {address, phase, sinceMs: nowMs, isServed, hangUp: () => gone.push(name)};
		return {visitor, hasPlace: places.enter(visitor)};
	};
	return {places, gone, come};
};

test('of an address at its bound the longest idle makes room, never one that waits or is sent to', t => {
	const {gone, come} = crowd({most: 100, mostPerAddress: 4});
	come('served', 'lab', 'sending');
	come('first', 'lab');
	come('waits', 'lab', 'waiting');
	come('second', 'lab');
	t.true(come('third', 'lab').hasPlace);
	t.deepEqual(gone, ['first']);
	t.true(come('other', 'elsewhere').hasPlace);
	t.deepEqual(gone, ['first']);
});

test('when all of an address are served, one more is not', t => {
	const {gone, come} = crowd({most: 100, mostPerAddress: 2});
	come('one', 'lab', 'sending');
	come('two', 'lab', 'waiting');
	t.false(come('three', 'lab').hasPlace);
	t.deepEqual(gone, []);
});

test('a newcomer gets a place of the address with the most, of whom loses least there', t => {
	const {gone, come} = crowd({most: 6, mostPerAddress: 6});
	come('quiet', 'a');
	come('fast', 'b', 'sending');
	come('slow', 'b', 'sending', false);
	come('waits long', 'b', 'waiting');
	come('waits', 'b', 'waiting');
	come('idle', 'b');
	t.true(come('c1', 'c').hasPlace);
	t.true(come('c2', 'c').hasPlace);
	t.deepEqual(gone, ['idle', 'waits']);
	t.true(come('d', 'b', 'waiting').hasPlace, 'instead of one of its own that is not served well');
	t.deepEqual(gone, ['idle', 'waits', 'slow']);
	t.false(come('e', 'b', 'waiting').hasPlace, 'all of its own are');
});

test('who has only to close its side counts for nothing, and goes when there is no room', t => {
	const {places, gone, come} = crowd({most: 3, mostPerAddress: 2});
	for (const name of ['one', 'two', 'three', 'four']) {
		const {visitor, hasPlace} = come(name, 'lab', 'sending');
		t.true(hasPlace);
		places.linger(visitor);
	}

	t.is(places.count, 0);
	t.deepEqual(gone, ['one']);
	t.true(come('five', 'lab').hasPlace && come('six', 'lab').hasPlace);
	t.deepEqual(gone, ['one', 'two', 'three']);
});
