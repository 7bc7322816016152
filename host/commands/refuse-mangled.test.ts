import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';

const cli = join(import.meta.dirname, '..', 'cli.ts');

/** Only a shell can hand on bytes that are not UTF-8. */
const typed = async (line: string, cwd: string): Promise<string> => {
	const shell = ['-c', line, 'sh', process.execPath, cli];
	const {exitCode, stderr} = await execa('sh', shell, {cwd, reject: false, stdin: 'ignore'});
	return `${exitCode} ${stderr}`;
};

test('a name that is not UTF-8 is told as such, wherever it stands', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-bytes-'));
	for (const argv of [
		'run good --substrate process "$odd"',
		'run good --substrate process -- "$odd"',
		'run good --substrate process --peer "$odd"',
		'run good --substrate process --runs="$odd"',
		'grade "$odd" --substrate process',
		'grade x --rubric "$odd"',
		'trace "$odd"',
	]) {
		const said = await typed(`odd=$(printf 'a\\377b'); : >"$odd"; exec "$1" "$2" ${argv}`, folder.path);
		t.regex(said, /^3 osp2p: ".*a\uFFFDb" is not UTF-8/, argv);
	}

	t.regex(
		await typed(`odd=$(printf 'a\\377b'); mkdir "$odd"_; cd "$odd"_; exec "$1" "$2" scenarios`, folder.path),
		/^3 osp2p: the path of the folder you are in is not UTF-8/,
	);
});

test('a name that has the sign for it is a name', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-bytes-'));
	await writeFile(join(folder.path, 'a\uFFFDb'), '');
	t.regex(
		await typed('exec "$1" "$2" run good --substrate process a\uFFFDb', folder.path),
		/^3 osp2p: a\uFFFDb is empty/,
	);
});
