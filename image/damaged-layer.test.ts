import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	appendFile,
	cp,
	mkdir,
	mkdtemp,
	open,
	readdir,
	readFile,
	rm,
	stat,
	truncate,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {damageOf} from './file-sums.ts';
import {ensureLayer} from './layer.ts';

const {signal: never} = new AbortController();

const setUp = async (t: ExecutionContext) => {
	const cache = await mkdtemp(`${tmpdir()}/osp2p-damaged-`);
	t.teardown(() => rm(cache, {recursive: true}));
	const folder = `${cache}/it`;
	const made: string[] = [];
	const damages: string[] = [];
	const make = async (partial: string): Promise<void> => {
		made.push(partial);
		await writeFile(`${partial}/memory`, Buffer.alloc(100_000, 7));
		await writeFile(`${partial}/state`, 'state');
	};
	const ensure = (): Promise<boolean> =>
		ensureLayer(folder, make, {signal: never, onDamage: damage => damages.push(damage)});
	return {cache, folder, made, damages, ensure};
};

test('it is made once, and found whole ever after', async t => {
	const {folder, made, ensure} = await setUp(t);
	await ensure();
	await ensure();
	t.is(made.length, 1);
	t.deepEqual((await readdir(folder)).toSorted(), ['memory', 'seen.json', 'state', 'sums.json']);
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

test(isMadeAnew, 'empty sums', folder => truncate(`${folder}/sums.json`, 0), /JSON/);
test(isMadeAnew, 'sums that are no table', folder => writeFile(`${folder}/sums.json`, 'null'), /null/);
test(
	isMadeAnew,
	'a file become a folder',
	async folder => {
		await rm(`${folder}/state`);
		await mkdir(`${folder}/state`);
	},
	/EISDIR|bytes/,
);

/** What a bad disk does, and what nobody sees from the outside. */
const rot = async (folder: string): Promise<void> => {
	const before = await stat(`${folder}/memory`);
	await flipBit(`${folder}/memory`, 54_321);
	await utimes(`${folder}/memory`, before.atime, before.mtime);
};

test(isMadeAnew, 'flipped bits whose time was set back', rot, /^memory has other bytes/);

test('bytes are read again only when a file does not stand as it did', async t => {
	const {folder, ensure, made} = await setUp(t);
	await ensure();
	const {atimeMs} = await stat(`${folder}/memory`);
	await utimes(`${folder}/memory`, new Date(0), new Date(0));
	t.is(await damageOf(folder), undefined, 'another time is no damage');
	const seen = await readFile(`${folder}/seen.json`, 'utf8');
	await utimes(`${folder}/memory`, new Date(0), (await stat(`${folder}/memory`)).mtime);
	t.true(atimeMs > 0);
	t.is(await damageOf(folder), undefined);
	t.not(await readFile(`${folder}/seen.json`, 'utf8'), seen);
	await ensure();
	t.is(made.length, 1);
});

test('rot that nobody can see from the outside is found by whoever doubts, and mended by the next', async t => {
	const {folder, ensure, made, damages} = await setUp(t);
	await ensure();
	await rot(folder);
	await lookAsBefore(folder);
	t.is(await damageOf(folder), undefined, 'the cheap look believes it');
	t.regex((await damageOf(folder, {content: true})) ?? '', /^memory has other bytes/);
	await ensure();
	t.is(made.length, 2);
	t.deepEqual(damages, ['memory has other bytes than were written']);
});

/** As if the file system had not noticed either: what it tells now was seen when all was well. */
const lookAsBefore = async (folder: string): Promise<void> => {
	const seen = JSON.parse(await readFile(`${folder}/seen.json`, 'utf8'));
	const {ino, size, mtimeNs, ctimeNs} = await stat(`${folder}/memory`, {bigint: true});
	seen['memory'] = `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
	await writeFile(`${folder}/seen.json`, JSON.stringify(seen));
};

test('a copy of the cache is read once, and believed', async t => {
	const {cache, folder, ensure} = await setUp(t);
	await ensure();
	await cp(folder, `${cache}/copy`, {recursive: true});
	t.is(await damageOf(`${cache}/copy`), undefined);
	await flipBit(`${cache}/copy/memory`, 1);
	t.regex((await damageOf(`${cache}/copy`)) ?? '', /^memory has other bytes/);
});

test('two that notice the damage at once make it anew once', async t => {
	const {folder, made, ensure} = await setUp(t);
	await ensure();
	await flipBit(`${folder}/memory`, 0);
	await Promise.all([ensure(), ensure(), ensure()]);
	t.is(made.length, 2);
});

test('a maker that fails leaves nothing', async t => {
	const {cache, folder} = await setUp(t);
	const failing = ensureLayer(
		folder,
		async partial => {
			await writeFile(`${partial}/memory`, 'half');
			throw new Error('no such thing');
		},
		{signal: never},
	);
	await t.throwsAsync(failing, {message: 'no such thing'});
	t.deepEqual(
		(await readdir(cache)).filter(name => !name.endsWith('.lock')),
		[],
	);
});

test('a maker that was killed leaves nothing that anybody takes for whole', async t => {
	const {cache, made, ensure} = await setUp(t);
	const script = `
		import {writeFile} from 'node:fs/promises';
		import {ensureLayer} from ${JSON.stringify(import.meta.resolve('./layer.ts'))};
		await ensureLayer(${JSON.stringify(`${cache}/it`)}, async partial => {
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
