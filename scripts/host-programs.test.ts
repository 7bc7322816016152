import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {hostPrograms} from '../image/host-programs.ts';

/*
Whatever starts a program on the host names one of the list, so that set-up knows what to install.
A start is a call of what `node:child_process`, execa, or one of our own starters give, under whatever name a file has it.
*/

const root = path.dirname(import.meta.dirname);
const files = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root})
	.filter(file => file !== 'scripts/host-programs.test.ts')
	.sort();

/** Ours that start what they are given; a call of theirs is a start like any other. */
const starters = ['startChild', 'runTool', 'runToEnd'];

/** Files that start what is handed to them, and by what name; what that may be is said at the right. */
const handedOn: Readonly<Record<string, string>> = {
	'guest/bench/measured-program.ts: file': 'a program of ours, or the compiled ceiling.c',
	'guest/bench/server-process.ts: file': 'a program of ours, or the compiled ceiling.c',
	'guest/bench/upload-figures.ts: ceiling': 'the compiled ceiling.c',
	'guest/conformance/tracker-program.ts: file': 'the tracker that is tested',
	'guest/peer/proof/started-program.ts: file': 'a program of ours',
	'host/commands/prepare-image.ts: node': 'Node itself',
	'guest/peer/killed.slow.test.ts: file': 'a program of ours',
	'guest/peer/killed.slow.test.ts: alone[0]': 'a shell that gives a peer a process table of its own, by unshare',
	'host/commands/odd-surroundings.slow.test.ts: file': 'a launcher of ours, or a shell that mounts for it',
	'host/commands/true-ends.slow.test.ts: file': 'a shell, or one that mounts for it',
	'scripts/mark-ignored-hangup.test.ts: emulator[0]': 'an emulator that the test is skipped without, loudly',
	'host/testbed/build-program.test.ts: tool': 'a packer that the test is skipped without, loudly',
	'host/testbed/build-program.test.ts: file': 'the same',
	'image/disk.test.ts: tool': 'typed as ProgramName, or skipped loudly',
	'scripts/fixtures/fake-checkout.ts: file': 'a launcher of ours in a checkout made up for the test',
	'scripts/test-release.ts: file': 'what the release is tried with: named where it is missing',
	'host/testbed/host-slowness.ts: argumentOf(file': 'our tracker, whose start is timed',
	'host/testbed/process-node.ts: argumentOf(file':
		'what a scenario starts on a node: a program under test, or what guests always have',
	'host/vm/prove-accelerator.ts: machine.qemu': "the QEMU of host/vm/machine.ts, or a test's own",
	'host/vm/started-machine.ts: wiring.machine.qemu': 'the same',
	'image/mmdebstrap.ts: file': 'of a list in the same function, typed as ProgramName',
	'image/run-tool.ts: file': 'typed as ProgramName',
	'scripts/newcomer/bare-system.ts: file': 'typed as ProgramName',
	'scripts/system-packages.ts: file': 'apt-get',
};

test('every program that is started on the host is in the list', t => {
	const starts = files.flatMap(file => startsIn(file, readFileSync(path.join(root, file), 'utf8')));
	t.true(starts.length > 60, `${starts.length}`);
	t.deepEqual(
		starts.filter(start => !isKnown(start)).map(({file, first}) => `${file}: ${first}`),
		[],
	);
	const used = new Set(starts.map(({file, first}) => `${file}: ${first}`));
	t.deepEqual(
		Object.keys(handedOn).filter(one => !used.has(one)),
		[],
		'named as handing on, but not there any more',
	);
});

test('nothing starts a program by another way than those the test knows', t => {
	const others = files.filter(file =>
		/\bprocess\.(?:binding|dlopen)|import\('(?:node:child_process|execa)'\)|from 'child_process'/.test(
			readFileSync(path.join(root, file), 'utf8'),
		),
	);
	t.deepEqual(others, []);
});

test('the test finds a start whatever it is called', t => {
	const firsts = (text: string) => startsIn('x.ts', text).map(start => start.first);
	t.deepEqual(firsts("import {execa} from 'execa';\nawait execa('xz', []);"), ["'xz'"]);
	t.deepEqual(
		firsts("import {execFile} from 'node:child_process';\nconst run = promisify(execFile);\nrun('cc', []);"),
		["'cc'"],
	);
	t.deepEqual(firsts("import {spawn as begin} from 'node:child_process';\nbegin(\n\t'cc',\n);"), ["'cc'"]);
	t.deepEqual(firsts("import cp from 'node:child_process';\ncp.spawn(file);"), ['file']);
	t.deepEqual(firsts("import {$} from 'execa';\nawait $`xz -d`;"), ["'xz'"]);
	t.deepEqual(firsts("import {startChild} from './x.ts';\nawait startChild('xz', []);"), ["'xz'"]);
	t.true(isKnown({file: 'x.ts', first: "'qemu-img'"}));
	t.false(isKnown({file: 'x.ts', first: "'xz'"}));
	t.false(isKnown({file: 'x.ts', first: 'anything'}));
});

test('the list has a package of Debian for each, and nothing that nobody starts', t => {
	const texts = files
		.filter(file => !/host-programs/.test(file))
		.map(file => readFileSync(path.join(root, file), 'utf8'));
	for (const [name, {apt}] of Object.entries(hostPrograms)) {
		t.regex(apt, /^[a-z0-9][a-z0-9.+-]+$/);
		t.true(
			looked.has(name) || texts.some(text => text.includes(`'${name}'`)),
			`${name} is in the list, but nothing starts it`,
		);
	}
});

/** Started by others, or by a shell script of ours: mmdebstrap starts the first, make the second, and `--hold` tells to type the third. Perl is started by the shell that starts children. */
const looked = new Set(['awk', 'newuidmap', 'cc', 'ssh', 'perl']);

type Start = {readonly file: string; readonly first: string};

function startsIn(file: string, text: string): Start[] {
	const imported = [
		...text.matchAll(/import (?:type )?(?:(\w+)|\* as (\w+)|\{([^}]*)\}) from '(?:node:child_process|execa)'/g),
	];
	const names = new Set(
		starters.filter(name => new RegExp(`^import .*\\b${name}\\b|^(?:export )?const ${name}\\b`, 'm').test(text)),
	);
	for (const [, whole, all, some = ''] of imported) {
		for (const one of some.split(',').filter(word => word.trim() !== '' && !/^\s*type /.test(word))) {
			names.add(
				one
					.trim()
					.split(/\s+as\s+/)
					.at(-1) ?? '',
			);
		}

		const module = whole ?? all;
		for (const method of module === undefined
			? []
			: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
			names.add(`${module}.${method}`);
		}
	}

	names.delete('fork'); // Starts Node itself.
	for (const [, alias = '', name = ''] of text.matchAll(/const (\w+) = promisify\(([\w.]+)\)/g)) {
		if (names.has(name)) {
			names.add(alias);
		}
	}

	return [...names].flatMap(name => {
		const escaped = name.replaceAll(/[.$]/g, String.raw`\$&`);
		const before = String.raw`(?<![\w.$'])(?<!function )`;
		return [
			...[...text.matchAll(new RegExp(`${before}(?:promisify\\(${escaped}\\)|${escaped})\\(\\s*([^,)\\s]+)`, 'g'))].map(
				([, first = '']) => ({file, first}),
			),
			...[...text.matchAll(new RegExp(`${before}${escaped}\`\\s*([^\\s\`]+)`, 'g'))].map(([, first]) => ({
				file,
				first: `'${first}'`,
			})),
		];
	});
}

function isKnown({file, first}: Start): boolean {
	const [, name] = /^'([^']+)'$/.exec(first) ?? [];
	return (
		first === 'process.execPath' ||
		(name !== undefined && (name in hostPrograms || name === 'no-such-program')) ||
		`${file}: ${first}` in handedOn
	);
}
