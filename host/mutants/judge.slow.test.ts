import test from 'ava';
import {HOLES} from './holes.ts';
import {judgeMutants} from './judge.ts';
import {lineOf, table} from './ruling-table.ts';

test('every check goes red on its hole, and all stay green on the reference programs', async t => {
	t.timeout(600_000);
	const rulings = await judgeMutants({jobs: 10, seed: 1, signal: new AbortController().signal});
	t.log(table(rulings));
	const wrong = rulings.filter(({outcome}) => outcome !== 'caught' && outcome !== 'held');
	t.deepEqual(wrong.map(lineOf), []);

	for (const {name, red} of HOLES) {
		const seen = new Set(rulings.filter(({mutant}) => mutant === name).flatMap(ruling => ruling.red));
		const checks = new Set([...seen].map(({check}) => check));
		t.deepEqual(
			red.filter(id => !checks.has(id)),
			[],
			`${name} was to be seen by more`,
		);
	}
});
