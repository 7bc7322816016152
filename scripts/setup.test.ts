import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {type FakeCheckout, fakeCheckout, writeProgram} from './fixtures/fake-checkout.ts';

const setup = async (checkout: FakeCheckout, how: Parameters<FakeCheckout['run']>[2] = {}) =>
	checkout.run('sh', [path.join(checkout.root, 'scripts', 'setup'), '--npm-only'], how);

const read = async ({root}: FakeCheckout, file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

/** Somebody else, or ourselves where we cannot be anybody else. */
const stranger = process.getuid?.() === 0 ? {uid: 65534} : {};

test('set-up installs once', async t => {
	await using checkout = await fakeCheckout();
	const first = await setup(checkout);
	t.deepEqual([first.exitCode, first.stdout], [0, '']);
	t.regex(first.stderr, /installing npm packages/);
	await rm(path.join(checkout.root, '.npm.args'));
	t.deepEqual(await setup(checkout), {exitCode: 0, stdout: '', stderr: ''});
	await t.throwsAsync(stat(path.join(checkout.root, '.npm.args')), {code: 'ENOENT'});
});

test('set-up asks npm for what it needs, whatever the environment says', async t => {
	await using checkout = await fakeCheckout();
	const env = {
		NODE_ENV: 'production',
		NODE_OPTIONS: '--require ./not-there.js',
		npm_config_omit: 'optional',
		NPM_CONFIG_PRODUCTION: 'true',
		npm_config_global: 'true',
		npm_config_dry_run: 'true',
		npm_config_workspace: 'x',
		npm_config_os: 'darwin',
		npm_config_registry: 'http://127.0.0.1:1/',
		npm_config_cafile: '/ca.pem',
	};
	const {exitCode, stderr} = await setup(checkout, {env});
	t.is(exitCode, 0, stderr);
	const seen = (await read(checkout, '.npm.env')).split('\n').filter(line => /^(NODE_|npm_)/i.test(line));
	t.deepEqual(seen.sort(), ['npm_config_cafile=/ca.pem', 'npm_config_registry=http://127.0.0.1:1/']);
	t.regex(await read(checkout, '.npm.args'), /^ci .*--include=dev --include=optional .*--no-global.*--no-dry-run/);
});

test('without a home folder npm is given one', async t => {
	await using checkout = await fakeCheckout();
	const {exitCode, stderr} = await setup(checkout, {env: {HOME: '/nonexistent'}});
	t.is(exitCode, 0, stderr);
	t.regex(await read(checkout, '.npm.env'), /^npm_config_cache=.*\/checkout\/\.setup\.home$/m);
});

for (const version of ['v12.22.9', 'v16.20.2', 'v0.10.0']) {
	test(`a host's Node ${version} is named as too old`, async t => {
		await using checkout = await fakeCheckout();
		await writeProgram(path.join(checkout.bin, 'node'), `#!/bin/sh\necho ${version}\n`);
		const {exitCode, stderr} = await setup(checkout);
		t.is(exitCode, 3);
		t.true(stderr.includes(`${version}, ${checkout.bin}/node, is too old`), stderr);
		t.regex(stderr, /Install Node\.js 18 or later/);
	});
}

for (const tool of ['node', 'npm']) {
	test(`a host without ${tool} is told what to install`, async t => {
		await using checkout = await fakeCheckout();
		await rm(path.join(checkout.bin, tool));
		const {exitCode, stderr} = await setup(checkout);
		t.is(exitCode, 3);
		t.regex(stderr, new RegExp(`${tool} is missing\\. Install Node\\.js .*apt-get install nodejs npm`));
	});
}

test('what was not installed whole is never marked as ready', async t => {
	for (const [lost, said] of [
		['rm -rf node_modules/node-*', /not the pinned Node/],
		['echo "exit 1" >node_modules/esbuild/bin/esbuild', /the bundler \(esbuild\) does not start/],
		['echo "no such registry"; exit 7', /no such registry\n.*npm could not install/],
	] as const) {
		await using checkout = await fakeCheckout();
		const npm = path.join(checkout.bin, 'npm');
		const whole = await readFile(npm, 'utf8');
		await writeProgram(npm, `${whole}${lost}\n`);
		for (const _ of [1, 2]) {
			const {exitCode, stderr} = await setup(checkout);
			t.is(exitCode, 3);
			t.regex(stderr, said);
		}

		await writeProgram(npm, whole);
		t.is((await setup(checkout)).exitCode, 0);
	}
});

test('a checkout whose packages were damaged after set-up is mended', async t => {
	await using checkout = await fakeCheckout();
	await setup(checkout);
	const packages = path.join(checkout.root, 'node_modules');
	for (const damage of [
		() => rm(path.join(packages, 'esbuild'), {recursive: true}),
		() => rm(path.join(packages, '.osp2p', 'node')),
		() => truncate(path.join(packages, 'esbuild', 'bin', 'esbuild')),
		() => rm(packages, {recursive: true}),
	]) {
		await damage();
		const {exitCode, stderr} = await setup(checkout);
		t.is(exitCode, 0, stderr);
		t.true((await read(checkout, 'node_modules/esbuild/bin/esbuild')).length > 0);
		t.regex(stderr, /node_modules is not what was installed here|installing npm packages/);
		t.is((await setup(checkout)).stderr, '');
	}
});

test('who may not write to a checkout is told so at once', async t => {
	await using checkout = await fakeCheckout();
	await chmod(checkout.root, 0o555);
	const {exitCode, stderr} = await setup(checkout, stranger);
	await chmod(checkout.root, 0o755);
	t.is(exitCode, 3);
	t.true(stderr.includes(`you may not write to it: ${checkout.root}`), stderr);
});

test('a checkout that is ready serves those who may not write to it', async t => {
	await using checkout = await fakeCheckout();
	await setup(checkout);
	await chmod(path.join(checkout.root, 'node_modules', '.osp2p'), 0o555);
	await chmod(checkout.root, 0o555);
	await checkout.run('chmod', ['-R', 'a+rX', '.'], {env: {PATH: '/bin'}, cwd: checkout.root});
	const {exitCode, stderr, stdout} = await checkout.run(path.join(checkout.root, 'run-good'), ['x'], stranger);
	await chmod(path.join(checkout.root, 'node_modules', '.osp2p'), 0o755);
	await chmod(checkout.root, 0o755);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /\/host\/cli\.ts\nrun\ngood\nx$/);
});

test('a set-up waits for another one, says so, and goes on when that was killed', async t => {
	await using checkout = await fakeCheckout();
	const {root, bin} = checkout;
	const npm = path.join(bin, 'npm');
	const whole = await readFile(npm, 'utf8');
	await writeProgram(npm, '#!/bin/sh\necho here >.npm.args\nexec sleep 600\n');
	const first = spawn('sh', [path.join(root, 'scripts', 'setup')], {
		env: {PATH: bin, HOME: root},
		detached: true,
		stdio: 'ignore',
	});
	while ((await read(checkout, '.npm.args').catch(() => '')) === '') {
		await new Promise(resolve => setTimeout(resolve, 10));
	}

	await writeProgram(npm, whole);
	const second = spawn('sh', [path.join(root, 'scripts', 'setup'), '--npm-only'], {env: {PATH: bin, HOME: root}});
	const [said] = await once(second.stderr, 'data');
	t.true(String(said).includes(`waiting for another set-up of this checkout (process ${first.pid}`), String(said));
	process.kill(-(first.pid ?? 0), 'SIGKILL');
	const [exitCode] = await once(second, 'close');
	t.is(exitCode, 0);
});

test('a lock whose holder is gone is free, even when its process number is in use again', async t => {
	await using checkout = await fakeCheckout();
	await writeFile(path.join(checkout.root, '.setup.lock'), `${process.pid}\n`);
	const {exitCode, stderr} = await setup(checkout);
	t.is(exitCode, 0);
	t.notRegex(stderr, /waiting/);
});

test('a folder that Node cannot run in is named', async t => {
	await using checkout = await fakeCheckout('back\\slash');
	const {exitCode, stderr} = await setup(checkout);
	t.is(exitCode, 3);
	t.regex(stderr, /a folder whose path has a backslash: .*Give the folder another name/);
	const latin = `mv ${checkout.beside}/back* "$(printf 'latin-\\344')" && exec sh latin-*/scripts/setup`;
	const other = await checkout.run('sh', ['-c', latin], {env: {PATH: `${checkout.bin}:/usr/bin:/bin`}});
	t.is(other.exitCode, 3);
	t.regex(other.stderr, /no folder whose path is not UTF-8/);
});

test('set-up can use what it makes under any umask', async t => {
	await using checkout = await fakeCheckout();
	const script = `umask 0777; exec sh ${checkout.root}/scripts/setup --npm-only`;
	const {exitCode, stderr} = await checkout.run('sh', ['-c', script]);
	t.is(exitCode, 0, stderr);
	t.is((await stat(path.join(checkout.root, 'node_modules', 'esbuild'))).mode & 0o777, 0o700);
});
