import test from 'ava';
import {endingOrder} from './ending-order.ts';

const of = (name: string, kind: 'peer' | 'tracker' | 'evil peer') => ({actor: {name, kind}});
const all = [of('tracker', 'tracker'), of('alice', 'peer'), of('bob', 'peer'), of('mallory', 'evil peer')];

const orderWhere = (isCutShort: boolean): string[][] =>
	endingOrder(all, {isCutShort, isUnderTest: ({actor}) => actor.name === 'bob'}).map(group =>
		group.map(({actor}) => actor.name),
	);

test('attackers go first, trackers last', t => {
	t.deepEqual(orderWhere(false), [[], ['mallory'], ['alice', 'bob'], ['tracker']]);
});

test('where the steps were cut short, whoever is judged goes before those it deals with', t => {
	t.deepEqual(orderWhere(true), [['bob'], ['mallory'], ['alice'], ['tracker']]);
});
