import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {findSubmissions} from './submission.ts';

/** Names of a class that lies so, in the order of its files. */
const namesOf = async (
	t: ExecutionContext,
	files: Readonly<Record<string, string>>,
	paths: readonly string[],
	known?: ReadonlyMap<string, string>,
): Promise<Map<string, string>> => {
	const workingFolder = await mkdtemp(join(tmpdir(), 'osp2p-class-'));
	t.teardown(() => rm(workingFolder, {recursive: true}));
	for (const [file, text] of Object.entries(files)) {
		await mkdir(dirname(join(workingFolder, file)), {recursive: true});
		await writeFile(join(workingFolder, file), text);
	}

	const earlier = new Map([...(known ?? [])].map(([path, name]) => [join(workingFolder, path), name]));
	const found = await findSubmissions(paths, {workingFolder, args: undefined, known: earlier});
	return new Map(found.map(({name, source}) => [source.path.slice(workingFolder.length + 1), name]));
};

const filesAt = (paths: readonly string[]): Record<string, string> =>
	Object.fromEntries(paths.map(path => [path, 'x']));

const called = test.macro({
	title: (_, system: string) => `a class as it comes from ${system} is called by whose it is, also when one is added`,
	async exec(t, _system: string, files: Readonly<Record<string, string>>, named: Readonly<Record<string, string>>) {
		const paths = Object.keys(named);
		t.deepEqual(Object.fromEntries(await namesOf(t, files, paths)), named);
		const [first = '', ...others] = paths;
		for (const [one, more] of [
			[first, others],
			[paths.at(-1) ?? '', paths.slice(0, -1)],
		] as const) {
			const alone = await namesOf(t, files, [one]);
			t.deepEqual(Object.fromEntries(alone), {[one]: named[one]}, 'alone it is called as among others');
			t.deepEqual(Object.fromEntries(await namesOf(t, files, [...more, one], alone)), named);
		}
	},
});

const moodle = [
	'class/Jane Doe_4711_assignsubmission_file_/lab4.tar.gz',
	'class/Doe John_4712_assignsubmission_file_/my peer.zip',
	'class/山田 太郎_4713_assignsubmission_file/lab4.tar.gz',
];
test(called, 'Moodle', filesAt(moodle), {
	[moodle[0] ?? '']: 'Jane-Doe_4711_assignsubmission_file_',
	[moodle[1] ?? '']: 'Doe-John_4712_assignsubmission_file_',
	[moodle[2] ?? '']: '山田-太郎_4713_assignsubmission_file',
});

const canvas = ['c/doejane_12345_678901_lab4.tar.gz', 'c/doejohn_LATE_12346_678902_lab4-1.tar.gz', 'c/li_7_8_lab4.zip'];
test(called, 'Canvas', filesAt(canvas), {
	'c/doejane_12345_678901_lab4.tar.gz': 'doejane_12345_678901_lab4.tar.gz',
	'c/doejohn_LATE_12346_678902_lab4-1.tar.gz': 'doejohn_LATE_12346_678902_lab4-1.tar.gz',
	'c/li_7_8_lab4.zip': 'li_7_8_lab4.zip',
});

const gradescope = {
	'export/submission_11/Makefile': 'x',
	'export/submission_12/lab4/Makefile': 'x',
	'export/submission_13/peer.py': 'x',
	'export/submission_metadata.yml': [
		'---',
		'submission_11:',
		'  :submitters:',
		'  - :name: Jane Doe',
		"    :sid: '4711'",
		'    :email: jane@example.com',
		'  :created_at: 2026-11-01 10:00:00.000000000 Z',
		'submission_12:',
		'  :submitters:',
		'  - :name: "John O\'Neil"',
		'  - :name: 山田 太郎',
		'  :history:',
		'  - :id: 9',
	].join('\n'),
};
test(called, 'Gradescope', gradescope, {
	'export/submission_11': 'Jane-Doe-submission_11',
	'export/submission_12': 'John-O-Neil-山田-太郎-submission_12',
	'export/submission_13': 'submission_13',
});

test('the list beside the folders of Gradescope is nobody’s submission', async t => {
	const names = await namesOf(t, gradescope, ['export/submission_11', 'export/submission_metadata.yml']);
	t.deepEqual([...names.values()], ['Jane-Doe-submission_11']);
});

const classroom = {'lab4/lab4-janedoe/Makefile': 'x', 'lab4/lab4-john-oneil/src/Makefile': 'x'};
test(called, 'GitHub Classroom or Classroom 50', classroom, {
	'lab4/lab4-janedoe': 'lab4-janedoe',
	'lab4/lab4-john-oneil': 'lab4-john-oneil',
});

test('of two files of one student, each is called by both', async t => {
	const paths = ['m/Jane Doe_1_assignsubmission_file_/peer.c', 'm/Jane Doe_1_assignsubmission_file_/Makefile'];
	const names = await namesOf(t, filesAt(paths), paths);
	t.deepEqual(
		[...names.values()],
		['Jane-Doe_1_assignsubmission_file_-peer.c', 'Jane-Doe_1_assignsubmission_file_-Makefile'],
	);
});
