import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {hangupWasIgnored} from '../guest/net/hangup-mark.ts';

const root = path.dirname(import.meta.dirname);
const PROGRAMS = {
	osppeer: ['--tracker', '127.0.0.1:9', '--address', '127.0.0.1', '--dir'],
	osptracker: ['--any-port', '--address', '127.0.0.1'],
} as const;

/** Starts a program, as nohup does or not; has it hear SIGHUP once it listens, twice, and then SIGTERM. */
const endOf = async (name: keyof typeof PROGRAMS, {ignored}: {readonly ignored: boolean}) => {
	await using folder = await mkdtempDisposable(path.join(tmpdir(), 'osp2p-nohup-'));
	const argv = [path.join(root, 'dist', name), ...PROGRAMS[name], ...(name === 'osppeer' ? [folder.path] : [])];
	const child = spawn('sh', ['-c', `${ignored ? "trap '' HUP;" : ''} exec "$@"`, 'sh', ...argv], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const exited = once(child, 'exit');
	for (const output of [child.stdout, child.stderr]) {
		output.resume();
	}

	await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), exited]);
	child.kill('SIGHUP');
	await Promise.race([exited, pause(1000)]);
	const hasEnded = child.exitCode !== null || child.signalCode !== null;
	child.kill('SIGHUP');
	await Promise.race([exited, pause(200)]);
	child.kill('SIGTERM');
	const [exitCode, signal] = await exited;
	return {hasEnded, exitCode, signal};
};

for (const name of ['osppeer', 'osptracker'] as const) {
	const isBuilt = process.platform === 'linux' && existsSync(path.join(root, 'dist', name));
	const title = `${name} outlives its terminal where nohup started it, and else ends with it, in order`;
	const body = async (t: ExecutionContext): Promise<void> => {
		t.deepEqual(await endOf(name, {ignored: true}), {hasEnded: false, exitCode: 0, signal: null});
		t.deepEqual(await endOf(name, {ignored: false}), {hasEnded: true, exitCode: 0, signal: null});
	};

	(isBuilt ? test.serial : test.skip)(isBuilt ? title : `${title} (not here: npm run build, on Linux)`, body);
}

test('who runs from its source was not told', t => {
	t.false(hangupWasIgnored());
});
