import test from 'ava';
import {canaryOf, whoseCanary} from './canary.ts';

test('a secret that was seen says whose it is', t => {
	t.is(whoseCanary(`\0\xff${canaryOf('alice', {seed: 7})}`), 'alice');
});

test("other bytes are nobody's secret", t => {
	t.is(whoseCanary('OSP2P'), undefined);
	t.is(whoseCanary(''), undefined);
});
