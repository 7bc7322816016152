import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../net/undecided-until-told.ts';
import {soak} from './soak.ts';

undecidedUntilTold();

/*
A soak by hand: days in minutes, on 127.0.0.1. Ends with 1 if something grew.

	npm run soak [-- --minutes 60 --seed 1]
*/
const {values} = parseArgs({
	options: {minutes: {type: 'string', default: '60'}, seed: {type: 'string', default: '1'}},
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
if (!(minutes > 0 && Number.isInteger(seed))) {
	throw Object.assign(new Error('soak: --minutes takes a number above 0, --seed a whole number.'), {
		hint: 'npm run soak -- --minutes 60 --seed 1',
	});
}

const print = (facts: object): boolean =>
	process.stdout.write(
		`${JSON.stringify(facts, (_, value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value))}\n`,
	);
const {counts, growth} = await soak({seconds: minutes * 60, seed, onSample: print});
print({seed, counts, growth});
process.exitCode = growth.length === 0 ? 0 : 1;
