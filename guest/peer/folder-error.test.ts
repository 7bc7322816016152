import {mkdtempDisposable, readdir, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {parseFileName} from '../protocol/file-name.ts';
import {digestOfFile} from './digest-of-file.ts';
import {FolderError} from './folder-error.ts';
import {PartialFile} from './partial-file.ts';
import {ERROR_CODES, FALLIBLE_CALLS, type FallibleCall, failingFileSystem} from './proof/failing-file-system.ts';
import {openSharedFolder, type SharedFolder} from './shared-folder.ts';
import {Shelf} from './shelf.ts';
import {TransferError} from './transfer-error.ts';

const signal = new AbortController().signal;
const name = parseFileName('f');

/** All that a peer does with a folder, one thing after the other. */
const everything = (folder: SharedFolder, shelf: Shelf): ReadonlyArray<() => Promise<unknown>> => [
	() => folder.removeLeftovers({startOf: () => undefined, nowMs: Date.now()}),
	() => shelf.rescan({signal}),
	() => folder.freeBytes(),
	() => folder.watchPath().catch(error => error), // Whoever watches takes any error.
	async () => {
		await using opened = await folder.openToRead(name);
		return await digestOfFile(opened, {signal});
	},
	async () => {
		await using partial = new PartialFile(folder, await folder.create({pid: 1}));
		await partial.append(Buffer.from('a download'));
		return await partial.keepAs(parseFileName('got'), {sameContent: async () => false});
	},
];

const tryCall = async (t: ExecutionContext, call: FallibleCall, code: (typeof ERROR_CODES)[number]) => {
	await using temporary = await mkdtempDisposable(join(tmpdir(), 'osp2p-failing-'));
	const {path} = temporary;
	await writeFile(join(path, 'f'), 'a');
	await writeFile(join(path, '.osp2p-999999-ab.part'), 'of a stranger');
	await symlink('f', join(path, 'link'));
	const system = failingFileSystem();
	const told: string[] = [];
	{
		await using folder = await openSharedFolder(path, {fs: system.fs, tell: event => told.push(JSON.stringify(event))});
		const shelf = new Shelf(folder, {tell: event => told.push(JSON.stringify(event))});
		system.fail(call, code);
		for (let time = 0; time < 3; time++) {
			for (const act of everything(folder, shelf)) {
				const error = await act().then(
					() => undefined,
					(reason: unknown) => reason,
				);
				if (error !== undefined && !(error instanceof TransferError)) {
					t.fail(`${call} ${code}: ${String(error)}`);
				}
			}
		}

		t.is(new Set(told).size, told.length, `${call} ${code} is told once: ${told}`);
		t.false(
			told.some(text => text.includes('/proc/')),
			told.join(),
		);
		system.heal();
		for (const act of everything(folder, shelf)) {
			await t.notThrowsAsync(act(), `${call} ${code} is over`);
		}

		await shelf.rescan({signal});
		t.true(shelf.files.has(name) && shelf.files.has(parseFileName('link')), `${call} ${code}: all is offered again`);
		t.deepEqual(
			(await readdir(path)).filter(file => file.endsWith('.part')),
			[],
			`${call} ${code}: nothing is left`,
		);
	}

	t.is(system.open(), 0, `${call} ${code}: every handle is closed`);
};

for (const call of FALLIBLE_CALLS) {
	test(`whatever ${call} answers, the folder lives, says it once, and goes on when it is over`, async t => {
		for (const code of ERROR_CODES) {
			await tryCall(t, call, code);
		}

		t.pass();
	});
}

for (const call of ['realpath', 'open', 'handle.stat'] as const) {
	test(`a folder that cannot be opened, for ${call} fails, is told without a stack and leaves no handle`, async t => {
		await using temporary = await mkdtempDisposable(join(tmpdir(), 'osp2p-failing-'));
		for (const code of ERROR_CODES) {
			const system = failingFileSystem();
			system.fail(call, code);
			await t.throwsAsync(openSharedFolder(temporary.path, {fs: system.fs}), {
				instanceOf: FolderError,
				message: new RegExp(`^cannot share the folder "${temporary.path}": .+ \\(${code}\\)$`),
			});
			t.is(system.open(), 0);
		}
	});
}
