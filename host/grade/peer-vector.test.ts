import test from 'ava';
import {namesIn, peerVectors} from './peer-vector.ts';

test('every vector has an id of its own, something to expect, and a request as bytes', t => {
	const all = peerVectors();
	t.true(all.length > 70);
	t.is(new Set(all.map(({id}) => id)).size, all.length);
	for (const {id, packets} of all) {
		t.notRegex(packets.join(''), /[^\0-\u00FF]/, id);
	}
});

test('requests that are written in short are spelled out', t => {
	const byId = new Map(peerVectors().map(vector => [vector.id, vector]));
	t.is(byId.get('name-255')?.packets[0], `GET ${'x'.repeat(255)} OSP2P\n`);
	t.deepEqual(byId.get('name-255')?.wants, {kind: 'file', name: 'x'.repeat(255)});
	t.is(byId.get('all-bytes')?.packets[0]?.slice(0, 3), '\0\u0001\u0002');
	t.is(byId.get('nothing')?.wants.kind, 'patience');
});

test('the names asked for can lie in one folder', t => {
	t.true(namesIn(peerVectors()).every(name => name !== '' && !/[/\0]/.test(name) && name.length <= 255));
});
