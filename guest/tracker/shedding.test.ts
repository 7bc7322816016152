import test from 'ava';
import {shareOut} from './descriptors.ts';
import {chooseWhoGivesWay, type Sheddable} from './shedding.ts';

const crowd = (count: number, facts: Partial<Sheddable> = {}): Set<Sheddable> =>
	new Set(Array.from({length: count}, () => ({isExpendable: true, isLeaving: false, ...facts})));

test('the address with the most connections loses twenty of them', t => {
	const many = crowd(50);
	const chosen = chooseWhoGivesWay(
		new Map([
			['a', crowd(3)],
			['b', many],
			['c', crowd(49)],
		]),
	);
	t.is(chosen.length, 20);
	t.true(chosen.every(connection => many.has(connection)));
	t.is(chosen[0], [...many].at(-1), 'the newest first');
});

test('an address that is merely the largest keeps half', t => {
	t.is(
		chooseWhoGivesWay(
			new Map([
				['a', crowd(1)],
				['b', crowd(4)],
			]),
		).length,
		2,
	);
	t.is(chooseWhoGivesWay(new Map([['a', crowd(1)]])).length, 1);
});

test('peers that offer files stay before those that offer none', t => {
	const expendable = {isExpendable: true, isLeaving: false};
	const registered = [...crowd(5, {isExpendable: false})];
	const chosen = chooseWhoGivesWay(new Map([['a', new Set([expendable, ...registered])]]));
	t.deepEqual(
		[chosen[0], ...chosen.slice(1).map(one => registered.indexOf(one))],
		[expendable, 4, 3],
		'but they go too',
	);
});

test('who is leaving already does not count', t => {
	const staying = crowd(2);
	const chosen = chooseWhoGivesWay(
		new Map([
			['a', crowd(30, {isLeaving: true})],
			['b', staying],
		]),
	);
	t.true(chosen.length === 1 && staying.has(chosen[0] as Sheddable));
	t.deepEqual(chooseWhoGivesWay(new Map([['a', crowd(30, {isLeaving: true})]])), []);
});

test('clients, calls and those who leave never need more descriptors than there are', t => {
	for (const limit of [30, 60, 256, 1024, 20_000, 1_048_576]) {
		const {connections, calls} = shareOut({limit, inUse: 22}, {wanted: 32_768});
		t.true(connections >= 1 && calls >= 1);
		t.true(22 + connections + calls < limit, `${limit}: ${connections} + ${calls}`);
		t.true(connections <= 32_768);
	}
});
