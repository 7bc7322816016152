import test from 'ava';
import fc from 'fast-check';
import {type Peer, Registry} from './registry.ts';

const someone = (alias: string, port = 5000) => ({alias, address: '127.0.0.1', port});
const first = (): number => 0;

test('what a peer registered is gone with it', t => {
	const registry = new Registry();
	const alice = registry.join(someone('alice'));
	registry.have(alice, 'f', 'u3bJz@iaYsq6aMaMSJVq_b');
	registry.leave(alice);
	t.deepEqual(registry.holdersOf('f', first), []);
	t.is(registry.digestOf('f'), undefined);
	t.is(registry.find(someone('alice')), undefined);
	t.deepEqual([registry.peerCount, registry.fileCount], [0, 0]);
});

test('leaving twice harms no namesake', t => {
	const registry = new Registry();
	const one = registry.join(someone('alice'));
	const other = registry.join(someone('alice'));
	registry.leave(one);
	registry.leave(one);
	t.is(registry.find(someone('alice')), other);
});

test('the first digest stays while anybody holds the file', t => {
	const registry = new Registry();
	const alice = registry.join(someone('alice'));
	const bob = registry.join(someone('bob'));
	t.is(registry.have(alice, 'f'), 'added');
	t.is(registry.have(bob, 'f', 'first'), 'added');
	registry.leave(bob);
	t.is(registry.have(alice, 'f', 'other'), 'other digest');
	t.true(registry.dontHave(alice, 'f'));
	t.is(registry.have(alice, 'f', 'other'), 'added');
});

test('the order of holders is random', t => {
	const registry = new Registry();
	const peers = ['a', 'b', 'c', 'd'].map(alias => registry.join(someone(alias)));
	for (const peer of peers) {
		registry.have(peer, 'f');
	}

	const order = (random: () => number): string =>
		registry
			.holdersOf('f', random)
			.map(({alias}) => alias)
			.join('');
	t.is(
		order(() => 0.999),
		'abcd',
	);
	t.is(order(first), 'bcda');
});

test('every order of three holders comes up about as often', t => {
	const registry = new Registry();
	for (const alias of ['a', 'b', 'c']) {
		registry.have(registry.join(someone(alias)), 'f');
	}

	let seed = 1;
	const random = (): number => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed / 2_147_483_647;
	};
	const seen = new Map<string, number>();
	for (let n = 0; n < 6000; n++) {
		const order = registry
			.holdersOf('f', random)
			.map(({alias}) => alias)
			.join('');
		seen.set(order, (seen.get(order) ?? 0) + 1);
	}

	t.is(seen.size, 6);
	t.true([...seen.values()].every(count => count > 850 && count < 1150));
});

test.serial('whatever comes and goes, holders and files are those of a plain model', t => {
	const step = fc.record({
		peer: fc.integer({min: 0, max: 4}),
		file: fc.constantFrom('f', 'g', 'h'),
		act: fc.constantFrom('join', 'leave', 'have', 'dontHave'),
	});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 60}), steps => {
			const registry = new Registry();
			const here = new Map<number, Peer>();
			const model = new Map<number, Set<string>>();
			for (const {peer, file, act} of steps) {
				const known = here.get(peer);
				if (act === 'join' && !known) {
					here.set(peer, registry.join(someone(`p${peer}`, 5000 + peer)));
					model.set(peer, new Set());
				} else if (act === 'leave' && known) {
					registry.leave(known);
					here.delete(peer);
					model.delete(peer);
				} else if (act === 'have' && known) {
					t.is(registry.have(known, file), model.get(peer)?.has(file) ? 'already' : 'added');
					model.get(peer)?.add(file);
				} else if (act === 'dontHave' && known) {
					t.is(registry.dontHave(known, file), model.get(peer)?.delete(file) ?? false);
				}
			}

			for (const file of ['f', 'g', 'h']) {
				const holders = registry.holdersOf(file, Math.random).map(({alias}) => alias);
				const expected = [...model].filter(([, files]) => files.has(file)).map(([peer]) => `p${peer}`);
				t.deepEqual(holders.sort(), expected.sort());
			}

			t.deepEqual([...registry.files()].sort(), [...new Set([...model.values()].flatMap(files => [...files]))].sort());
		}),
	);
});

test('who joined since is told in order, without those who left', t => {
	const registry = new Registry();
	const {sequence} = registry;
	const [a, b, c] = ['a', 'b', 'c'].map(alias => registry.join(someone(alias)));
	if (a && b && c) {
		registry.leave(a);
		t.is(
			registry.firstAfter(sequence, () => true),
			b,
		);
		t.is(
			registry.firstAfter(sequence, peer => peer !== b),
			c,
		);
		t.is(
			registry.firstAfter(b.sequence, () => true),
			c,
		);
		t.is(
			registry.firstAfter(c.sequence, () => true),
			undefined,
		);
	}
});

test('thirty thousand peers who ask who joined last, and leave, cost no walk over all of them', t => {
	const registry = new Registry();
	const peers = Array.from({length: 30_000}, (_, n) => registry.join(someone('same', 1 + (n % 60_000))));
	let looked = 0;
	for (const peer of peers) {
		registry.firstAfter(peer.sequence, () => {
			looked++;
			return true;
		});
	}

	t.true(looked < peers.length);
	const namesakes = Array.from({length: 30_000}, () => registry.join(someone('one')));
	const startMs = performance.now();
	for (const peer of [...peers, ...namesakes]) {
		registry.leave(peer);
	}

	t.true(performance.now() - startMs < 5000);
	t.is(registry.peerCount, 0);
});

test('what all offer is counted, and who offers most at the address that offers most is known', t => {
	const registry = new Registry();
	const at = (alias: string, address: string, files: number): Peer => {
		const peer = registry.join({alias, address, port: 5000});
		for (let file = 0; file < files; file++) {
			registry.have(peer, `${alias} ${file}`);
		}

		return peer;
	};

	t.is(registry.whoOffersMost(), undefined);
	at('alone', '10.0.0.1', 50);
	const greedy = at('greedy', '10.0.0.2', 40);
	const peers = Array.from({length: 20}, (_, index) => at(`crowd-${index}`, '10.0.0.2', 10));
	t.is(registry.whoOffersMost(), greedy);
	const bytes = registry.bytes;
	t.true(registry.dontHave(greedy, 'greedy 3'));
	registry.have(greedy, 'greedy 3');
	t.is(registry.bytes, bytes);
	for (const peer of [greedy, ...peers]) {
		registry.leave(peer);
	}

	t.is(registry.whoOffersMost()?.alias, 'alone');
	registry.leave(registry.whoOffersMost() as Peer);
	t.is(registry.bytes, 0);
});
