import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {VectorClient} from '../conformance/vector-client.ts';
import {parseEndpoint} from '../protocol/endpoint.ts';

const main = join(import.meta.dirname, 'main.ts');

const run = async (...argv: string[]) => {
	const child = spawn(process.execPath, [main, ...argv], {stdio: ['ignore', 'pipe', 'pipe']});
	const [output, errors, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
	return {output, errors, exitCode};
};

test('says where it listens, serves, and ends cleanly when asked to', async t => {
	const child = spawn(process.execPath, [main, '--any-port', '--address', '127.0.0.1'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const exited = once(child, 'exit');
	const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
	const [, where = ''] = /^osptracker: listening on (.+)\n$/.exec(line) ?? [];
	const tracker = parseEndpoint(where);
	t.truthy(tracker);
	if (tracker) {
		using client = await VectorClient.open(tracker, '127.0.0.1');
		await client.reply(5000);
		child.kill('SIGTERM');
		await client.end(5000);
	}

	t.deepEqual(await exited, [0, null]);
});

test('a mistake on the command line is told in two lines, with where to read on', async t => {
	const {errors, exitCode} = await run('--prot', '4000');
	t.is(exitCode, 1);
	t.regex(errors, /^osptracker: .*--prot.*\nosptracker: --help tells what is understood\n$/);
});

test('a port it may not have is told without a stack', async t => {
	const {errors, exitCode} = await run('--address', '127.0.0.1', '-p1', '--address', '1.2.3.4');
	t.is(exitCode, 1);
	t.regex(errors, /^osptracker: bind [A-Z]+ 1\.2\.3\.4:1; .*\n$/);
});

test('of a port that is taken it is said what to do', async t => {
	const taken = createServer().listen(0, '127.0.0.1');
	await once(taken, 'listening');
	const {errors, exitCode} = await run('--address', '127.0.0.1', '-p', String((taken.address() as AddressInfo).port));
	taken.close();
	t.is(exitCode, 1);
	t.regex(errors, /^osptracker: bind EADDRINUSE .*; end what listens there, or choose another with --port/);
});

test('tells its version and usage', async t => {
	t.regex((await run('--version')).output, /^osptracker \d+\.\d+\.\d+\n$/);
	t.regex((await run('-h')).output, /Usage: osptracker/);
});
