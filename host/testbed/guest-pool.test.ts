import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import type {VmSpec} from '../vm/vm-spec.ts';
import type {EnteredGuest, EnterGuest} from './entered-guest.ts';
import {openGuestPool} from './guest-pool.ts';

const {signal} = new AbortController();
const specsOf = (...names: readonly string[]): VmSpec[] => names.map(name => ({name}) as VmSpec);

/** A pool of guests that only pretend, and tells what became of them. */
const pretend = async (
	t: ExecutionContext,
	{most = 8, left = '', breaksAs}: {readonly most?: number; readonly left?: string; readonly breaksAs?: string} = {},
) => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	t.teardown(async () => rm(folder, {recursive: true}));
	const told: string[] = [];
	const counts = new Map<string, number>();
	const enter: EnterGuest = async (spec, {folder: home}) => {
		const count = (counts.get(spec.name) ?? 0) + 1;
		counts.set(spec.name, count);
		const id = `${spec.name}${count}`; // Two that start at once do so in any order.
		told.push(`${id} starts`);
		const vm = {
			console: `${home}/console.log`,
			tookMs: {toBeItself: 1},
			async become({name}: {readonly name: string}) {
				if (name === breaksAs) {
					throw new Error('QEMU is gone');
				}

				told.push(`${id} becomes ${name}`);
				await writeFile(vm.console, `${name}\n`, {flag: 'a'});
			},
		};
		await writeFile(vm.console, `${spec.name}\n`);
		// All that a pool does with a guest.
		return {
			vm,
			agent: {ask: async () => Buffer.from(left)},
			workers: {resting: []},
			loginMs: 1,
			async [Symbol.asyncDispose]() {
				told.push(`${id} ends`);
			},
		} as unknown as EnteredGuest;
	};
	const pool = await openGuestPool(enter, {most, parentFolder: folder, report: what => told.push(what), signal});
	/** What a testbed does. */
	const use = async (names: readonly string[], sharedAs: string | undefined) => {
		const wanted = specsOf(...names).map(spec => ({spec, sharedAs}));
		const lent = await pool.lend(wanted, {folder, signal});
		return async () => {
			await Promise.all(lent.map(async guest => guest.tidy()));
			for (const guest of lent) {
				await guest[Symbol.asyncDispose]();
			}
		};
	};
	return {pool, use, told, folder};
};

test('a tidy guest becomes another, best the one it was', async t => {
	const {pool, use, told} = await pretend(t);
	await (await use(['alice', 'bob'], 'ours'))();
	await (await use(['bob', 'carol'], 'ours'))();
	await pool[Symbol.asyncDispose]();
	t.deepEqual(told.toSorted(), [
		'alice1 becomes carol',
		'alice1 ends',
		'alice1 starts',
		'bob1 becomes bob',
		'bob1 ends',
		'bob1 starts',
	]);
});

test('one submission never gets a guest of another', async t => {
	const {pool, use, told} = await pretend(t);
	await (await use(['alice'], 'peer of ann'))();
	await (await use(['alice'], 'peer of ben'))();
	t.deepEqual(told, ['alice1 starts', 'alice2 starts']);
	await pool[Symbol.asyncDispose]();
});

test('guests of those who do not share are used once', async t => {
	const {pool, use, told} = await pretend(t);
	await (await use(['alice'], undefined))();
	t.deepEqual(told, ['alice1 starts', 'alice1 ends']);
	await pool[Symbol.asyncDispose]();
});

test('a guest in which something was left is thrown away, and it is said what', async t => {
	const {pool, use, told} = await pretend(t, {left: 'process miner\n/tmp/x'});
	await (await use(['alice'], 'ours'))();
	t.deepEqual(told, ['alice1 starts', 'a guest that was alice is thrown away: process miner, /tmp/x', 'alice1 ends']);
	await pool[Symbol.asyncDispose]();
});

test('a guest that broke while nobody used it is replaced', async t => {
	const {pool, use, told} = await pretend(t, {breaksAs: 'bob'});
	await (await use(['alice'], 'ours'))();
	await (await use(['bob'], 'ours'))();
	t.deepEqual(told, [
		'alice1 starts',
		'alice1 ends',
		'a guest that was alice is replaced: QEMU is gone',
		'bob1 starts',
	]);
	await pool[Symbol.asyncDispose]();
});

test('idle guests that fit nobody end to make room', async t => {
	const {pool, use, told} = await pretend(t, {most: 2});
	await (await use(['alice', 'bob'], 'peer of ann'))();
	await (await use(['alice'], 'peer of ben'))();
	t.deepEqual(told.slice(2), ['alice1 ends', 'alice2 starts']);
	await pool[Symbol.asyncDispose]();
});

test('who finds no room waits until somebody gives guests back', async t => {
	const {pool, use, told} = await pretend(t, {most: 2});
	const giveBack = await use(['alice', 'bob'], 'ours');
	const waiting = use(['carol', 'dave'], 'ours');
	await new Promise(resolve => setImmediate(resolve));
	t.is(told.length, 2);
	await giveBack();
	await (await waiting)();
	t.deepEqual(told.slice(2).toSorted(), ['alice1 becomes carol', 'bob1 becomes dave']);
	await pool[Symbol.asyncDispose]();
});

test('each testbed keeps what the console showed in its time', async t => {
	const {pool, use, folder} = await pretend(t);
	await (await use(['alice'], 'ours'))();
	t.is(await readFile(`${folder}/alice.console.log`, 'utf8'), 'alice\n');
	await (await use(['bob'], 'ours'))();
	t.is(await readFile(`${folder}/bob.console.log`, 'utf8'), 'bob\n');
	await pool[Symbol.asyncDispose]();
});
