import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempDisposable} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {lock} from './lock.ts';

const never = new AbortController().signal;
const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-lock-'));

test('a second holder waits for the first', async t => {
	await using folder = await temporary();
	const file = path.join(folder.path, 'lock');
	const order: string[] = [];
	const first = await lock(file, {signal: never});
	const second = (async () => {
		using _ = await lock(file, {signal: never, onWait: () => order.push('waits')});
		order.push('second');
	})();
	while (order.length === 0) {
		await new Promise(setImmediate);
	}

	order.push('first lets go');
	first[Symbol.dispose]();
	await second;
	t.deepEqual(order, ['waits', 'first lets go', 'second']);
});

test('who gives up waiting holds nothing', async t => {
	await using folder = await temporary();
	const file = path.join(folder.path, 'lock');
	const giveUp = new AbortController();
	{
		using _ = await lock(file, {signal: never});
		await t.throwsAsync(lock(file, {signal: giveUp.signal, onWait: () => giveUp.abort()}), {name: 'AbortError'});
	}

	using again = await lock(file, {signal: never, onWait: () => t.fail('nobody holds it')});
	t.truthy(again);
});

test('a lock whose holder was killed is free', async t => {
	await using folder = await temporary();
	const file = path.join(folder.path, 'lock');
	const program = `
		import {lock} from ${JSON.stringify(import.meta.resolve('./lock.ts'))};
		globalThis.held = await lock(${JSON.stringify(file)}, {signal: new AbortController().signal});
		console.log('held');
		setInterval(() => {}, 1000);
	`;
	const holder = spawn(process.execPath, ['--input-type=module', '--eval', program], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(holder.stdout, 'data');

	const waited: string[] = [];
	const taking = lock(file, {
		signal: never,
		onWait() {
			waited.push('waited');
			holder.kill('SIGKILL');
		},
	});
	using mine = await taking;
	t.truthy(mine);
	t.deepEqual(waited, ['waited']);
});
