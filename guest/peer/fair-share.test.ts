import test from 'ava';
import fc from 'fast-check';
import {type Claim, whoGivesWay} from './fair-share.ts';

const ADDRESSES = ['a', 'b', 'c', 'd', 'e', 'f'];
const claim: fc.Arbitrary<Claim> = fc.record({
	address: fc.constantFrom(...ADDRESSES),
	isServed: fc.boolean(),
	loss: fc.integer({min: -100, max: 100}),
});
const countOf = (claims: readonly Claim[], address: string): number =>
	claims.filter(other => other.address === address).length;

test.serial('whoever gives way: the least of all shares grows or stays, and no place is lost by who has less', t => {
	fc.assert(
		fc.property(
			fc.array(claim, {maxLength: 40}),
			fc.constantFrom(...ADDRESSES),
			fc.integer({min: 1, max: 12}),
			(claims, from, mostPerAddress) => {
				const loser = whoGivesWay(claims, from, {mostPerAddress});
				const mine = countOf(claims, from);
				const most = Math.max(0, ...ADDRESSES.map(address => countOf(claims, address)));
				if (loser === undefined) {
					t.true(mine >= mostPerAddress || most <= mine + 1, 'nobody has two more');
					t.true(
						claims.every(({address, isServed}) => address !== from || isServed),
						'and nobody of its own address idles',
					);
					return;
				}

				const theirs = countOf(claims, loser.address);
				if (loser.address === from) {
					t.false(loser.isServed, 'no swap with who is served well');
				} else {
					t.is(theirs, most);
					t.true(mine < mostPerAddress);
					t.true(theirs >= mine + 2 || (theirs > mine && !loser.isServed));
				}

				const rivals = claims.filter(
					({address, isServed}) => address === loser.address && (!isServed || loser.isServed),
				);
				t.true(loser.isServed || rivals.every(({isServed}) => !isServed));
			},
		),
		{numRuns: 2000},
	);
});

test.serial('whoever comes in whatever order: who wants its share has it, to one place', t => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...ADDRESSES), {minLength: 1, maxLength: 120}),
			fc.integer({min: 6, max: 20}),
			(arrivals, places) => {
				const claims: Claim[] = [];
				for (const [index, address] of arrivals.entries()) {
					const loser = claims.length < places ? undefined : whoGivesWay(claims, address, {mostPerAddress: places});
					if (loser !== undefined) {
						claims.splice(claims.indexOf(loser), 1);
					}

					if (claims.length < places) {
						claims.push({address, isServed: true, loss: -index});
					}

					t.true(claims.length <= places);
				}

				const wanted = new Map(ADDRESSES.map(address => [address, arrivals.filter(one => one === address).length]));
				const most = Math.max(...ADDRESSES.map(address => countOf(claims, address)));
				for (const [address, count] of wanted) {
					t.true(countOf(claims, address) >= Math.min(count, most - 1) || arrivals.length <= places, address);
				}
			},
		),
		{numRuns: 500},
	);
});
