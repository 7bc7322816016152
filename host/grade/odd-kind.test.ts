import test from 'ava';
import {ODD_KINDS, oddKindOf} from './odd-kind.ts';
import {peerVectors} from './peer-vector.ts';

test('what is plain needs plain files only, and every odd thing has a vector that needs it', t => {
	const vectors = peerVectors();
	const plain = vectors.filter(vector => oddKindOf(vector) === undefined);
	for (const {id, wants} of plain) {
		t.regex(wants.kind === 'file' ? wants.name : 'none', /^[A-Za-z0-9.]+$/, id);
	}

	t.true(plain.length > 50);
	t.deepEqual(
		ODD_KINDS.filter(kind => !vectors.some(vector => oddKindOf(vector) === kind)),
		[],
	);
});
