#!/usr/bin/env node
import {judgeControls} from './judge.ts';
import {lineOf, table} from './ruling-table.ts';

/** Runs the judge over its controls: `node host/controls/main.ts [--jobs N] [ATTACK or HOLE…]`. Exit code 0 when it told the truth about all of them. */
const words = process.argv.slice(2);
const at = words.indexOf('--jobs');
const jobs = at === -1 ? 8 : Number(words.splice(at, 2)[1]);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const rulings = await judgeControls({
	only: words,
	jobs,
	seed: 1,
	onRuling: ruling => process.stdout.write(`${lineOf(ruling)}\n`),
	signal: stop.signal,
});
process.stdout.write(`\n${table(rulings)}`);
process.exitCode = rulings.every(({outcome}) => outcome === 'caught' || outcome === 'held') ? 0 : 1;
