import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFile, mkdtemp, open, readdir, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {ensureWholeFolder} from './whole-folder.ts';

const {signal: never} = new AbortController();
const NAMES = ['memory', 'state'];

const setUp = async (t: ExecutionContext) => {
	const cache = await mkdtemp(`${tmpdir()}/osp2p-whole-`);
	t.teardown(() => rm(cache, {recursive: true}));
	const folder = `${cache}/it`;
	const made: string[] = [];
	const damages: string[] = [];
	const make = async (partial: string): Promise<void> => {
		made.push(partial);
		await writeFile(`${partial}/memory`, Buffer.alloc(100_000, 7));
		await writeFile(`${partial}/state`, 'state');
	};
	const ensure = (): Promise<void> =>
		ensureWholeFolder(folder, NAMES, make, {signal: never, onDamage: damage => damages.push(damage)});
	return {cache, folder, made, damages, ensure};
};

test('it is made once, and found whole ever after', async t => {
	const {folder, made, ensure} = await setUp(t);
	await ensure();
	await ensure();
	t.is(made.length, 1);
	t.deepEqual((await readdir(folder)).toSorted(), ['memory', 'state', 'sums.json']);
});

const flipBit = async (file: string, position: number): Promise<void> => {
	await using handle = await open(file, 'r+');
	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, position);
	await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, position);
};

const isMadeAnew = test.macro({
	title: (_, damage: string) => `${damage}: noticed, and made anew`,
	async exec(t, _: string, harm: (folder: string) => Promise<void>, told: RegExp) {
		const {cache, folder, made, damages, ensure} = await setUp(t);
		await ensure();
		await harm(folder);
		await ensure();
		t.is(made.length, 2);
		t.is(damages.length, 1);
		t.regex(damages[0] ?? '', told);
		t.deepEqual(await readFile(`${folder}/memory`), Buffer.alloc(100_000, 7));
		t.deepEqual(
			(await readdir(cache)).filter(name => name.includes('partial')),
			[],
		);
	},
});

test(
	isMadeAnew,
	'a truncated file',
	folder => truncate(`${folder}/memory`, 99_999),
	/^memory has 99999 bytes instead of 100000$/,
);
test(isMadeAnew, 'one flipped bit', folder => flipBit(`${folder}/memory`, 54_321), /^memory has other bytes/);
test(isMadeAnew, 'a file that grew', folder => appendFile(`${folder}/state`, '!'), /^state has 6 bytes instead of 5$/);
test(isMadeAnew, 'a missing file', folder => rm(`${folder}/state`), /ENOENT.*state/);
test(isMadeAnew, 'missing sums', folder => rm(`${folder}/sums.json`), /ENOENT.*sums/);
test(isMadeAnew, 'sums cut short', folder => truncate(`${folder}/sums.json`, 20), /JSON/);

test('two that notice the damage at once make it anew once', async t => {
	const {folder, made, ensure} = await setUp(t);
	await ensure();
	await flipBit(`${folder}/memory`, 0);
	await Promise.all([ensure(), ensure(), ensure()]);
	t.is(made.length, 2);
});

test('a maker that fails leaves nothing', async t => {
	const {cache, folder} = await setUp(t);
	const failing = ensureWholeFolder(
		folder,
		NAMES,
		async partial => {
			await writeFile(`${partial}/memory`, 'half');
			throw new Error('no luck');
		},
		{signal: never},
	);
	await t.throwsAsync(failing, {message: 'no luck'});
	t.deepEqual(
		(await readdir(cache)).filter(name => !name.endsWith('.lock')),
		[],
	);
});

test('a maker that was killed leaves nothing that anybody takes for whole', async t => {
	const {cache, made, ensure} = await setUp(t);
	const script = `
		import {writeFile} from 'node:fs/promises';
		import {ensureWholeFolder} from ${JSON.stringify(import.meta.resolve('./whole-folder.ts'))};
		await ensureWholeFolder(${JSON.stringify(`${cache}/it`)}, ['memory', 'state'], async partial => {
			await writeFile(partial + '/memory', 'half');
			console.log('half made');
			await new Promise(resolve => setTimeout(resolve, 60_000));
		}, {signal: new AbortController().signal});
	`;
	const maker = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(maker.stdout, 'data');
	maker.kill('SIGKILL');
	await once(maker, 'exit');
	await ensure();
	t.is(made.length, 1);
	t.deepEqual(
		(await readdir(cache)).filter(name => name.includes('partial')),
		[],
	);
});
