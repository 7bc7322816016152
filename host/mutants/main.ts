#!/usr/bin/env node
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../../guest/net/undecided-until-told.ts';
import {HarnessError} from '../harness-error.ts';
import {judgeMutants} from './judge.ts';
import {lineOf, table} from './ruling-table.ts';

const stop = new AbortController();
undecidedUntilTold(stop);

/** Runs the judge over its mutants: `node host/mutants/main.ts [--jobs N] [ATTACK or HOLE…]`. Exit code 0 when it told the truth about all of them, 1 when not. */
const {values, positionals: only} = parseArgs({
	allowPositionals: true,
	options: {jobs: {type: 'string', default: '8'}},
});
const jobs = Number(values.jobs);
if (!(Number.isInteger(jobs) && jobs > 0)) {
	throw new HarnessError(`--jobs takes a whole number, not "${values.jobs}".`, {hint: 'Say --jobs 8, for instance.'});
}

const rulings = await judgeMutants({
	only,
	jobs,
	seed: 1,
	onRuling: ruling => process.stdout.write(`${lineOf(ruling)}\n`),
	signal: stop.signal,
});
if (rulings.length === 0) {
	throw new HarnessError(`Nothing is called ${only.join(' or ')}.`, {
		hint: 'Name attacks or holes, as the table of all does.',
	});
}

process.stdout.write(`\n${table(rulings)}`);
process.exitCode = rulings.every(({outcome}) => outcome === 'caught' || outcome === 'held') ? 0 : 1;
