import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import packageJson from '../package.json' with {type: 'json'};

const root = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const pages = globSync('{README.md,docs/*.md}', {cwd: root}).sort();
const documents = new Map([...pages, 'SECURITY.md', 'CHANGELOG.md'].map(file => [file, read(file)]));
const matchesIn = (text: string, pattern: RegExp): string[] =>
	[...text.matchAll(pattern)].map(([, found = '']) => found);

/** Where GitHub lets a link end: its headings, in lower case, without signs. */
const anchorsOf = (text: string): string[] =>
	matchesIn(text, /^#+ (.*)$/gm).map(heading =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

test('every link leads somewhere, to a heading too', t => {
	for (const [file, text] of documents) {
		for (const link of matchesIn(text, /\]\(([^)\s]+)\)/g).filter(target => !/^[a-z]+:/.test(target))) {
			const [target = '', anchor] = link.split('#');
			const there = target === '' ? file : path.join(path.dirname(file), target);
			t.true(existsSync(path.join(root, there)), `${file} links to ${link}`);
			t.true(anchor === undefined || anchorsOf(read(there)).includes(anchor), `${file}: no heading ${link}`);
		}
	}
});

test('every file, test and npm command that is named is there', t => {
	for (const [file, text] of documents) {
		for (const named of matchesIn(text, /`((?:docs|guest|host|image|scripts|\.ci|\.github)\/[\w./-]+)`/g)) {
			t.true(existsSync(path.join(root, named)), `${file} names ${named}`);
		}

		for (const command of matchesIn(text, /npm run ([\w:-]+)/g)) {
			t.true(Object.hasOwn(packageJson.scripts, command), `${file} names npm run ${command}`);
		}
	}

	const tests = new Set(
		globSync('{guest,host,image}/**/*.test.ts', {cwd: root}).map(file => path.basename(file).split('.')[0]),
	);
	const named = matchesIn(read('docs/walls.md'), /\((`[^)]+)\)/g).flatMap(list => matchesIn(list, /`([a-z-]+)`/g));
	t.true(named.length > 20);
	t.deepEqual(
		named.filter(name => !tests.has(name)),
		[],
	);
});

test('a reader is through with the documents in an hour', t => {
	const words = pages
		.filter(file => file !== 'docs/measurements.md')
		.map(file => read(file).split(/\s+/).filter(Boolean).length);
	t.true(words.reduce((sum, count) => sum + count, 0) <= 11_000);
});

/** What a diary says and a manual does not: when something was found out, what it was like before, whether a goal was reached. */
const DIARY = [
	/\b(?:slow|good|same|that|an|every) hour\b/,
	/\bhours? (?:before|ago)\b/,
	/\bmissed\b/,
	/\baim(?:s|ed)?\b/,
	/\bbefore (?:that|time was)\b/,
	/\b(?:used to be|at that time|formerly|since then|until now|back then|were tried first)\b/,
	/\bnothing else on the machine\b/,
];

test('no document is a diary', t => {
	for (const file of pages.filter(page => page !== 'docs/measurements.md')) {
		const text = read(file).replaceAll(/<!-- begin [\s\S]*?<!-- end/g, '');
		for (const phrase of DIARY) {
			t.notRegex(text, phrase, file);
		}
	}
});

test('figures of a machine are in docs/measurements.md alone', t => {
	for (const file of pages.filter(page => page !== 'docs/measurements.md')) {
		const text = read(file).replaceAll(/<!-- begin [\s\S]*?<!-- end|```[\s\S]*?```/g, '');
		t.notRegex(text, /\bmeasured (?:on|with|in|by)\b|\bprocessor seconds\b|\bmedians? of\b|\bMi?B\/s\b/i, file);
	}
});

test('the glossary is in order, and each of its words is used', t => {
	const words = matchesIn(read('docs/glossary.md'), /^\*\*(.+?)\*\*: .+\.$/gm);
	t.true(words.length > 20);
	t.deepEqual(words, words.toSorted());
	const others = [...documents]
		.filter(([file]) => file !== 'docs/glossary.md')
		.map(([, text]) => text.toLowerCase())
		.join(' ')
		.replaceAll(/\s+/g, ' ');
	t.deepEqual(
		words.filter(word => !others.includes(word.toLowerCase().replace(/y$/, ''))),
		[],
	);
});
