import {execFileSync} from 'node:child_process';
import {mkdir, mkdtempDisposable, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {HarnessError} from '../harness-error.ts';
import {loadRubric} from './load-rubric.ts';

test('whatever is named as a rubric, there is an answer at once', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-rubric-'));
	const at = (name: string): string => join(folder.path, name);
	execFileSync('mkfifo', [at('pipe')]);
	await mkdir(at('folder'));
	await writeFile(at('large'), '');
	await truncate(at('large'), 2 ** 40);
	for (const [name, text] of Object.entries({
		empty: '',
		nan: '{"sections": NaN}',
		utf16: '\uFFFE{\0}\0',
		list: '[]',
		null: 'null',
		deep: '['.repeat(100_000),
	})) {
		await writeFile(at(name), text, 'latin1');
	}

	const odd = ['pipe', 'folder', 'large', 'empty', 'nan', 'utf16', 'list', 'null', 'deep', 'nothing'];
	for (const file of [...odd.map(at), '/dev/zero', '/dev/null']) {
		const error = await t.throwsAsync(loadRubric(file, {role: 'peer', workingFolder: '/'}), {
			instanceOf: HarnessError,
		});
		t.true(error?.message.startsWith(`The rubric ${file} cannot be used: `), error?.message);
	}
});
