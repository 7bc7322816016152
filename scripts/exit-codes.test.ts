import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import packageJson from '../package.json' with {type: 'json'};
import {fakeCheckout, writeProgram} from './fixtures/fake-checkout.ts';

/*
An exit code of 1 means that something tested does not hold, and Node says it of any error that nobody caught.
So what is a program of its own begins with one of the three ways that know better.
*/

const root = path.dirname(import.meta.dirname);
const files = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root})
	.filter(file => !file.endsWith('.test.ts') && !file.includes('/fixtures/'))
	.sort();
const WAYS = /^(?:await |\t?)?(?:undecidedUntilTold|endWell|runMain)\(/m;

/** What ends a process and has no way, and why that is right. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
	'they are the ways, or part of one': [
		'guest/net/persistent-worker.ts',
		'guest/net/run-main.ts',
		'guest/net/undecided-until-told.ts',
		'host/ending.ts',
	],
	'they are peers and trackers with a hole, or part of one: they are judged': [
		'host/mutants/announce-folder.ts',
		'host/mutants/mutant-peer.ts',
		'host/mutants/mutant-registry.ts',
		'host/mutants/fetch-file.ts',
		'host/mutants/serve-peers.ts',
		'host/mutants/tracker-client.ts',
	],
	'it answers its parent by messages, and ends with it': ['host/bench/flood-card.ts'],
};

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

test('whatever ends a process with a code of its own has a way for errors that nobody caught', t => {
	const others = new Set(Object.values(OTHERS).flat());
	const ending = files.filter(file => /\bprocess\.(?:exitCode\b(?! \?)|exit\()/.test(read(file)));
	t.true(ending.length > 20, `${ending.length}`);
	t.deepEqual(
		ending.filter(file => !WAYS.test(read(file)) && !others.has(file)),
		[],
	);
	t.deepEqual(
		[...others].filter(file => !ending.includes(file)),
		[],
		'has a reason, but ends nothing',
	);
});

test('so does each program that npm starts', t => {
	const started = Object.values(packageJson.scripts).flatMap(line => line.match(/\S+\.ts\b/g) ?? []);
	t.true(started.length > 10);
	t.deepEqual(
		started.filter(file => !WAYS.test(read(file))),
		[],
	);
});

test('set-up never ends with 1, even where its last step does', async t => {
	await using checkout = await fakeCheckout();
	const {root: made, bin} = checkout;
	await writeProgram(path.join(bin, 'readlink'), '#!/bin/sh\nexit 1\n');
	t.is((await checkout.run(path.join(made, 'scripts/setup'))).exitCode, 3);
});
