import test from 'ava';
import fc from 'fast-check';
import {nameSubmissions} from './name-submissions.ts';

const nobody = new Map<string, string>();

test('files of different names are called by them', t => {
	t.deepEqual(nameSubmissions(['/class/ann.tar.gz', '/class/bob.zip', '/other/my peer;$(x).py'], nobody), [
		'ann.tar.gz',
		'bob.zip',
		'my-peer-x-.py',
	]);
});

test('files of one name are called by what tells their paths apart', t => {
	t.deepEqual(nameSubmissions(['/class/ann/osppeer.sh', '/class/bob/osppeer.sh'], nobody), ['ann', 'bob']);
	t.deepEqual(
		nameSubmissions(
			['/moodle/Jane Doe_4711_assignsubmission_file/lab4.tar.gz', '/moodle/山田_4712_x/lab4.tar.gz'],
			nobody,
		),
		['Jane-Doe_4711_assignsubmission_file', '山田_4712_x'],
	);
	t.deepEqual(nameSubmissions(['/c/a/1/peer', '/c/b/1/peer', '/c/a/2/peer'], nobody), ['a-1', 'b-1', 'a-2']);
	t.deepEqual(nameSubmissions(['/class/ann', '/class/ann/peer', '/class/bob/peer'], nobody), [
		'ann',
		'ann-peer',
		'bob-peer',
	]);
});

test('letters of every script stay, and no name is hidden, empty or too long', t => {
	t.deepEqual(nameSubmissions(['/c/山田.sh', '/c/田中.sh', '/c/.hidden', '/c/---', `/c/${'é'.repeat(200)}`], nobody), [
		'山田.sh',
		'田中.sh',
		'hidden',
		'submission',
		'é'.repeat(75),
	]);
});

test('who had a name keeps it when others come, before or after', t => {
	const known = new Map([['/class/bob/osppeer.sh', 'osppeer.sh']]);
	t.deepEqual(nameSubmissions(['/class/ann/osppeer.sh', '/class/bob/osppeer.sh', '/class/eve/osppeer.sh'], known), [
		'ann',
		'osppeer.sh',
		'eve',
	]);
});

test.serial('no two names are the same, and none is that of a file of the class', t => {
	t.deepEqual(nameSubmissions(['/d/index.html', '/e/Matrix.csv', '/f/peer', '/g/PEER'], nobody), [
		'd-index.html',
		'e-Matrix.csv',
		'f-peer',
		'g-PEER',
	]);
	t.deepEqual(nameSubmissions(['/d/index.html'], nobody), ['index.html-2']);
	fc.assert(
		fc.property(
			fc.uniqueArray(
				fc
					.array(fc.constantFrom('a', 'A', 'b', '-', 'index.html', 'ü'), {minLength: 1, maxLength: 4})
					.map(parts => `/${parts.join('/')}`),
			),
			paths => {
				const names = nameSubmissions(paths, nobody).map(name => name.toLowerCase());
				return new Set(names).size === paths.length && !names.includes('index.html');
			},
		),
	);
});
