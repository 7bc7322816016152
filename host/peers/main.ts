#!/usr/bin/env node
import {spawn} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../../guest/net/undecided-until-told.ts';
import {HarnessError} from '../harness-error.ts';
import {differences, expectationsOf} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

const stop = new AbortController();
undecidedUntilTold(stop);

/**
Grades the twelve small peers, and compares with what is expected of them: `npm run peers -- [--seed N] [--jobs N] [--beside N] [--only WORK,…] [PEER…]`. `--record` writes down what was found instead, of all of them: read it over before it is committed. `--beside N` runs N busy loops meanwhile. Exit code 1 when something differs.
*/
const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		seed: {type: 'string', default: '1'},
		jobs: {type: 'string', default: '12'},
		beside: {type: 'string', default: '0'},
		only: {type: 'string'},
		record: {type: 'boolean', default: false},
	},
});
const path = join(import.meta.dirname, 'expected.json');
const expected = JSON.parse(await readFile(path, 'utf8').catch(() => '{"cases": [], "peers": {}}'));
using busy = new DisposableStack();
for (let loop = 0; loop < Number(values.beside); loop++) {
	const child = spawn(process.execPath, ['-e', 'for (;;) {}'], {stdio: 'ignore'});
	busy.defer(() => child.kill('SIGKILL'));
}

const peers = TWELVE.filter(({name}) => positionals.length === 0 || positionals.includes(name));
const only = values.only?.split(',') ?? [];
const odd = positionals.filter(name => !TWELVE.some(peer => peer.name === name));
if (odd.length > 0) {
	throw new HarnessError(`No peer is called ${odd.join(' or ')}.`, {
		hint: `There are ${TWELVE.map(({name}) => name).join(', ')}.`,
	});
}

const grades = await gradePeers(peers, {
	seed: Number(values.seed),
	jobs: Number(values.jobs),
	only,
	onUnit: (peer, unit, seconds) => void process.stderr.write(`${peer} ${unit} ${seconds.toFixed(1)} s\n`),
	signal: stop.signal,
});
const found = expectationsOf(grades, expected);
if (values.record) {
	const merged = positionals.length === 0 ? found : {...expected, peers: {...expected.peers, ...found.peers}};
	await writeFile(path, `${JSON.stringify(merged, undefined, '\t')}\n`);
	process.stdout.write(`wrote ${path}\n`);
	process.exitCode = 0;
} else {
	const isAll = only.length === 0;
	const cases = isAll ? expected.cases : found.cases;
	const lines = differences({...expected, cases}, grades, {isSameSeed: values.seed === '1'});
	process.stdout.write(lines.map(line => `${line}\n`).join('') || 'all as expected\n');
	process.exitCode = lines.length === 0 ? 0 : 1;
}
