import {mkdir, readFile, symlink} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {fakeCheckout, writeProgram} from './fixtures/fake-checkout.ts';

/** Each launcher, what it tells Node, and whether it stays where the user is. */
const launchers = [
	{file: 'run-good', said: ['run', 'good']},
	{file: 'run-bad', said: ['run', 'bad']},
	{file: 'scripts/osp2p', said: []},
] as const;

const scriptArguments = (root: string, said: readonly string[]): string[] => [path.join(root, 'host/cli.ts'), ...said];

for (const {file, said} of launchers) {
	test(`${file} passes its arguments on, and stays in the user's folder`, async t => {
		await using checkout = await fakeCheckout();
		const {root, beside} = checkout;
		const {stdout, exitCode} = await checkout.run(path.join(root, file), ['a b', '']);
		t.is(exitCode, 0);
		t.deepEqual(stdout.split('\n'), [`cwd ${beside}`, 'NODE_OPTIONS ', ...scriptArguments(root, said), 'a b', '']);
	});

	test(`${file} does not care for CDPATH`, async t => {
		await using checkout = await fakeCheckout();
		const {root, beside} = checkout;
		await mkdir(path.join(beside, 'elsewhere', 'checkout', 'scripts'), {recursive: true});
		for (const CDPATH of ['.', beside, `${beside}/elsewhere`, ':/usr']) {
			const {stdout, stderr} = await checkout.run(`checkout/${file}`, ['x'], {env: {CDPATH}});
			t.deepEqual(stdout.split('\n').slice(2), [...scriptArguments(root, said), 'x'], `${CDPATH}: ${stderr}`);
		}
	});

	test(`${file} may be called by a symbolic link, and by a link to its folder`, async t => {
		await using checkout = await fakeCheckout();
		const {root, beside, bin} = checkout;
		await symlink(path.join(root, file), path.join(bin, 'linked'));
		await symlink('checkout', path.join(beside, 'other'));
		await symlink(`other/${file}`, path.join(beside, 'twice'));
		for (const called of ['linked', './twice', `./other/${file}`]) {
			const {stdout, stderr} = await checkout.run(called, ['x']);
			t.deepEqual(stdout.split('\n').slice(2), [...scriptArguments(root, said), 'x'], `${called}: ${stderr}`);
		}
	});

	test(`${file} runs in a folder of any name`, async t => {
		for (const name of ODD_NAMES) {
			await using checkout = await fakeCheckout(name);
			const {root} = checkout;
			const {stdout, stderr} = await checkout.run(`${name}/${file}`, ['x']);
			const words = [...scriptArguments(root, said), 'x'].join('\n');
			t.is(stdout.slice(-words.length - 1), `\n${words}`, `${JSON.stringify(name)}: ${stderr}`);
		}
	});

	test(`${file} keeps what the user has for other Nodes and shells from ours`, async t => {
		await using checkout = await fakeCheckout();
		const env = {NODE_OPTIONS: '--require ./not-there.js', NODE_PATH: '/nowhere', BASH_ENV: '/x', ENV: '/x'};
		const {stdout, stderr} = await checkout.run(path.join(checkout.root, file), [], {env});
		t.is(stdout.split('\n')[1], 'NODE_OPTIONS ', stderr);
	});
}

test('with-node runs a script in the root, wherever it is called and whatever CDPATH is', async t => {
	await using checkout = await fakeCheckout();
	const {stdout} = await checkout.run('checkout/scripts/with-node', ['a.ts', 'b'], {env: {CDPATH: '.'}});
	t.deepEqual(stdout.split('\n'), [`cwd ${checkout.root}`, 'NODE_OPTIONS ', 'a.ts', 'b']);
});

test('all of npm test asks for its own system packages too, in the same message', async t => {
	await using checkout = await fakeCheckout();
	const asked = async (...args: string[]): Promise<string> => {
		await checkout.run('checkout/scripts/with-node', args); // Installs what it takes.
		await writeProgram(path.join(checkout.root, 'scripts', 'setup'), 'echo "asked $*" >&2\n');
		return (await checkout.run('checkout/scripts/with-node', args)).stderr;
	};
	t.is(await asked('scripts/test.ts'), 'asked --npm-only --for-tests');
	t.is(await asked('scripts/test.ts', '--fast'), 'asked --npm-only');
});

test('text is checked out with the line ends of Unix', async t => {
	const rules = await readFile(path.join(import.meta.dirname, '..', '.gitattributes'), 'utf8');
	t.regex(rules, /^\* text=auto eol=lf$/m);
});

/** Whatever a shell, a URL, a module's name or a list of options could take for its own. */
const ODD_NAMES = [
	`job%2Fmain %41 100% C# what? it's "so" $HOME \`x\` a,b:c;d&e|f *[a]{b,c}~ ^!<>\ttab Übung 山田\nend`,
	'-n',
	'last\n',
];
