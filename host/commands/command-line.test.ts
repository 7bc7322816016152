import {tmpdir} from 'node:os';
import test from 'ava';
import {commandLine} from './command-line.ts';
import type {Surroundings} from './surroundings.ts';

const typed = async (...argv: readonly string[]): Promise<{readonly exitCode: number; readonly printed: string}> => {
	const printed: string[] = [];
	const surroundings: Surroundings = {
		version: '1.2.3',
		root: '/nowhere',
		cacheFolder: '/nowhere/cache',
		temporaryFolder: tmpdir(),
		platform: 'linux',
		arch: 'x64',
		pid: 1,
		uid: 1,
		kill() {},
		searchPath: [],
		print: text => printed.push(text),
		tell: text => printed.push(text),
		settle() {},
		isWatched: false,
		canAsk: false,
		colours: false,
		workingFolder: '/nowhere',
		node: 'node',
		invokedAs: 'osp2p',
		machine: {cpus: 1, freeMemoryMiB: 1},
		look: () => ({idleMs: 0, atMs: 0, freeMemoryMiB: 1}),
		newSeed: () => 1,
		now: () => new Date(0),
		nowMs: () => 0,
		async enterOrCtrlC() {},
		signal: new AbortController().signal,
	};
	return {exitCode: await commandLine(argv, surroundings), printed: printed.join('')};
};

const refused = test.macro({
	title: (_, argv: string, message: RegExp) => `"${argv}" is refused: ${message.source}`,
	async exec(t, argv: string, message: RegExp, hint: RegExp) {
		const error = await t.throwsAsync(typed(...argv.split(' ').filter(word => word !== '')), {
			name: 'UsageError',
			message,
		});
		t.regex((error as {hint?: string} | undefined)?.hint ?? '', hint);
	},
});

test(refused, '', /say what to do/, /--help/);
test(refused, 'runn good', /no command "runn"/, /Did you mean "run"\?/);
test(refused, 'fly', /no command "fly"/, /^There are: run, scenarios, grade, image, trace, doctor, gc\.$/);
test(refused, '--fly', /say what to do/, /--help/);
test(refused, 'run', /run wants more arguments: run <what> \[names\.\.\]/, /See: osp2p run --help/);
test(refused, 'grade', /grade wants more arguments/, /See: osp2p grade --help/);
test(refused, 'run good --sede 1', /run has no option --sede/, /Did you mean "--seed"\?/);
test(refused, 'run good --sede=1', /run has no option --sede/, /Did you mean "--seed"\?/);
test(refused, 'gc --unheardOf', /gc has no option --unheardOf/, /^There are: --help, --/);
test(refused, 'image fly', /image fly makes no sense: it takes build, list, clean/, /See: osp2p image --help/);
test(refused, 'run good --seed 1 --seed 2', /--seed was given more than once/, /--help/);
test(
	refused,
	'run good --packages libev-dev,-x',
	/--packages: "-x" is no name of a Debian or Ubuntu package/,
	/--help/,
);
test(refused, 'grade x --packages=--hook=y', /--packages: "--hook=y" is no name/, /--help/);
test(refused, 'image build --packages Lib', /--packages: "Lib" is no name/, /--help/);
test(refused, 'run good --packages a-dev --packages b-dev', /given more than once: join/, /--help/);
test(
	refused,
	'run good --packages libev-dev --substrate process',
	/plain processes have none/,
	/Install them on this host.*libev-dev/,
);
test(refused, 'run good --base a --base b', /--base was given more than once/, /Say it once/);
test(refused, 'run good --seed -1', /--seed -1 makes no sense: it takes a whole number, 0 to 4294967295/, /--help/);
test(refused, 'run good --memory 1.5', /--memory 1\.5 makes no sense/, /--help/);
test(refused, 'run good --accel warp', /--accel warp makes no sense: it takes auto, kvm, hvf, tcg/, /run --help/);
test(refused, 'run good --accel tcg --accel tcg', /--accel was given more than once/, /Say it once/);
test(refused, 'run good --runs --verbose', /--runs takes a value, and none follows/, /write --runs=--verbose/);
test(refused, 'run good --seed --verbose', /--seed takes a value, and none follows/, /write --seed=--verbose/);
test(refused, 'run good --runs', /--runs takes a value, and none follows/, /run --help/);
test(refused, 'run goood', /no scenario or group "goood"/, /Did you mean "good"\?/);
test(refused, 'run good /nowhere/cat.jpg', /there is no such file/, /readable files/);
test(refused, 'run good -- -cat.jpg', /-cat\.jpg cannot be read/, /readable files/);
test(refused, 'run good --args x', /--args says how to start one program/, /--peer PATH/);
test(refused, 'run good --peer /nowhere/mine', /--peer \/nowhere\/mine: there is nothing/, /Makefile/);
test(refused, 'run bad --hold', /--hold leaves the machines of one run up/, /Name one/);
test(refused, 'grade /bin/sh --out /bin/sh', /--out \S+ cannot be written: EEXIST/, /Name a folder/);
test(refused, 'doctor now', /doctor takes no "now"/, /See: osp2p doctor --help/);

test.serial('complaints are in English whatever the language of the user', async t => {
	const {LC_ALL} = process.env;
	process.env['LC_ALL'] = 'de_DE.UTF-8';
	t.teardown(() => {
		delete process.env['LC_ALL'];
		Object.assign(process.env, LC_ALL === undefined ? {} : {LC_ALL});
	});
	const error = await t.throwsAsync(typed('run', 'good', '--sede', '1'), {message: /run has no option --sede/});
	t.regex((error as {hint?: string} | undefined)?.hint ?? '', /Did you mean "--seed"/);
});

test('the scenarios can be listed, for people and for programs', async t => {
	const {exitCode, printed} = await typed('scenarios');
	t.is(exitCode, 0);
	t.regex(printed, /^good\n {2}good +Files spread/);
	const list = JSON.parse((await typed('scenarios', '--json')).printed);
	t.true(Array.isArray(list) && list.length > 10);
	t.is(new Set(list.map(({name}: {name: string}) => name)).size, list.length);
});

test('a doctor who misses something needed says so by the exit code', async t => {
	const {exitCode, printed} = await typed('doctor');
	t.is(exitCode, 3);
	t.regex(printed, /✘ QEMU +missing, needed\n[^\n]*to run the virtual machines\n[^\n]*apt-get install qemu-system-/);
});
