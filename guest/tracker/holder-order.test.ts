import test from 'ava';
import {orderOfHolders} from './holder-order.ts';
import {Registry} from './registry.ts';

/** What a tracker with these options says of a file that these have, in the order they came: their aliases. */
const told = (
	aliases: readonly string[],
	{file = 'f', ...options}: {readonly file?: string; readonly seed?: number; readonly around?: string},
): string[] => {
	const registry = new Registry();
	for (const alias of aliases) {
		registry.have(registry.join({alias, address: '10.0.0.1', port: 1}), file);
	}

	const order = orderOfHolders(options, Math.random);
	registry.holdersOf(file, order.random(file)); // That somebody asked before changes nothing.
	return order.arrange(registry.holdersOf(file, order.random(file))).map(({alias}) => alias);
};

const TEN = Array.from({length: 10}, (_, number) => `peer${number}`);

test('the same seed names the holders of a file in the same order', t => {
	t.deepEqual(told(TEN, {seed: 1}), told(TEN, {seed: 1}));
});

test('another seed, and another file, give another order', t => {
	t.notDeepEqual(told(TEN, {seed: 2}), told(TEN, {seed: 1}));
	t.notDeepEqual(told(TEN, {seed: 1, file: 'g'}), told(TEN, {seed: 1}));
});

test('without a seed the order is truly random', t => {
	const orders = new Set(Array.from({length: 20}, () => told(TEN, {}).join()));
	t.true(orders.size > 1);
});

test('those who are to be met come first and last, whatever the random order', t => {
	for (let seed = 0; seed < 50; seed++) {
		const aliases = told(['evil-1', 'evil-2', 'evil-3', 'alice', 'carol'], {seed, around: 'evil-'});
		t.regex(aliases[0] ?? '', /^evil-/);
		t.regex(aliases.at(-1) ?? '', /^evil-/);
		t.deepEqual(aliases.toSorted(), ['alice', 'carol', 'evil-1', 'evil-2', 'evil-3']);
	}
});
