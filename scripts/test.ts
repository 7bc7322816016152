import {spawn} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {alone} from './alone-tests.ts';
import {type Failure, failuresIn, formatFailures} from './failures.ts';
import {writeGroups} from './fast-tests/write-groups.ts';

undecidedUntilTold();

/*
Everything that must hold, in one command: `npm test`. With --fast only what needs no VM and no minute: `npm run test:fast`.
Ends with what failed and `N passed, N failed`; a check (types, lint, documents) counts as one test.
*/

type Counts = {passed: number; failed: number; skipped: number};

const {values: options} = parseArgs({options: {fast: {type: 'boolean', default: false}}});
const ava = 'node_modules/ava/entrypoints/cli.js';
const total: Counts = {passed: 0, failed: 0, skipped: 0};
const failures: Failure[] = [];

if (!options.fast) {
	await check('system packages', ['scripts/system-packages.ts', '--for-tests']);
	if (total.failed > 0) {
		finish(); // It has named what is missing and how to get it: no need to wait for all that would fail for it.
	}
}

await Promise.all([
	check('types', ['node_modules/typescript/bin/tsc']),
	check('lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
	check('generated documents', ['scripts/docs.ts', '--check']),
]);
writeGroups(testFiles('{guest,image,host,scripts}/**/*.test.ts').filter(file => !isSlow(file)));
await suite('fast tests', [], ['--config', 'scripts/fast-tests/ava.config.mjs']);
if (!options.fast) {
	await check('build', ['scripts/build.ts']);
	await suite('slow tests', [], ['--config', 'scripts/slow-tests/ava.config.mjs']);
	const oneByOne = ['--concurrency', '1', '--timeout', '10m', '--serial'];
	await suite('tests that have the machine alone', alone.flatMap(testFiles), oneByOne);
	await suite('tests on virtual machines', [], ['--config', 'scripts/vm-tests/ava.config.mjs']);
}

finish();

function finish(): never {
	const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
	process.stdout.write(failures.length === 0 ? '' : `\n${formatFailures(failures)}`);
	process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
	process.exit(total.failed === 0 ? 0 : 1);
}

async function check(title: string, arguments_: readonly string[]): Promise<void> {
	const {exitCode, stdout, stderr} = await runNode(title, arguments_, {shows: 'at the end'}); // Others run beside it.
	total[exitCode === 0 ? 'passed' : 'failed']++;
	if (exitCode !== 0) {
		failures.push({title, text: `${stdout}${stderr}`});
	}
}

async function suite(title: string, files: readonly string[], flags: readonly string[]): Promise<void> {
	const {exitCode, stdout, stderr} = await runNode(title, [ava, ...flags, ...files], {shows: 'as it comes'});
	// AVA's closing lines: "12 tests passed", "1 test failed", "1 unhandled rejection" …
	const count = (words: RegExp) => Number(stdout.match(words)?.[1] ?? 0);
	const failed = count(/^ +(\d+) tests? failed$/m) + count(/^ +(\d+) known failures?$/m);
	total.passed += [...stdout.matchAll(/^ +✔ /gm)].length; // Its closing lines name the passed ones only when all have passed.
	total.skipped += count(/^ +(\d+) tests? skipped$/m);
	if (exitCode !== 0) {
		total.failed += Math.max(1, failed);
		const named = failuresIn(stdout);
		failures.push(
			...(named.length === 0
				? [{title, text: `${stdout}${stderr}`}]
				: named.map(failure => ({...failure, title: `${title}: ${failure.title}`}))),
		);
	}
}

function testFiles(pattern: string): string[] {
	return globSync(pattern).sort();
}

function isSlow(file: string): boolean {
	return file.endsWith('.slow.test.ts') || file.startsWith('host/test/');
}

/** Runs the pinned Node, and hands on what it prints. */
async function runNode(
	title: string,
	arguments_: readonly string[],
	{shows}: {readonly shows: 'as it comes' | 'at the end'},
): Promise<{exitCode: number | null; stdout: string; stderr: string}> {
	const heading = `\n# ${title}\n`;
	process.stdout.write(shows === 'as it comes' ? heading : '');
	const startedMs = performance.now();
	const workedBefore = childrenSeconds();
	const child = spawn(process.execPath, arguments_, {
		stdio: ['ignore', 'pipe', 'pipe'],
		// The cache saves each of the many test files from stripping and compiling the same modules again.
		env: {...process.env, FORCE_COLOR: '0', NODE_COMPILE_CACHE: 'node_modules/.osp2p/compile-cache'},
	});
	const printed = {stdout: '', stderr: ''};
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream].setEncoding('utf8').on('data', (text: string) => {
			printed[stream] += text;
			process[stream].write(shows === 'as it comes' ? text : '');
		});
	}

	const exitCode = await new Promise<number | null>(resolve => child.once('close', resolve));
	process.stdout.write(shows === 'at the end' ? `${heading}${printed.stdout}${printed.stderr}` : '');
	const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
	const worked = shows === 'as it comes' ? ` (${(childrenSeconds() - workedBefore).toFixed(0)} processor s)` : ''; // Of several at once nobody can tell whose it was.
	process.stdout.write(`# ${title}: ${exitCode === 0 ? 'ok' : `ended with ${exitCode}`} after ${seconds} s${worked}\n`);
	return {exitCode, ...printed};
}

/** Processor seconds of all children that have ended, and of theirs; 0 where there is no /proc. @see proc(5) */
function childrenSeconds(): number {
	try {
		const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[13]) + Number(fields[14])) / 100;
	} catch {
		return 0;
	}
}
