import test from 'ava';
import {release} from './release.ts';

test('memory of its own is given back, memory shared with others is not', t => {
	const own = Buffer.from(new ArrayBuffer(100));
	release(own);
	t.is(own.length, 0);

	const shared = Buffer.from(new ArrayBuffer(100), 0, 50).fill(7);
	release(shared);
	t.is(shared.length, 50);
	t.true(shared.every(byte => byte === 7));

	const pooled = Buffer.from('pooled');
	release(pooled);
	t.is(pooled.toString(), 'pooled');
});
