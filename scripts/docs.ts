import {existsSync, globSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {generators} from './generated-texts.ts';

undecidedUntilTold();

/*
Writes the generated parts of our documents, between `<!-- begin NAME -->` and `<!-- end NAME -->`; with --check only tells
what is stale. Both look at every link to a file of ours.
*/

const {values: options} = parseArgs({options: {check: {type: 'boolean', default: false}}});
const complaints: string[] = [];

for (const file of globSync('{README.md,docs/**/*.md}').sort()) {
	const before = readFileSync(file, 'utf8');
	const after = await regenerate(file, before);
	if (after !== before && options.check) {
		complaints.push(`${file} is stale: npm run docs`);
	} else if (after !== before) {
		writeFileSync(file, after);
		process.stdout.write(`wrote ${file}\n`);
	}

	complaints.push(...deadLinks(file, after));
}

process.stdout.write(complaints.map(complaint => `${complaint}\n`).join(''));
process.exitCode = complaints.length === 0 ? 0 : 1;

async function regenerate(file: string, text: string): Promise<string> {
	const parts = text.split(/(<!-- begin [a-z-]+ -->\n[\s\S]*?<!-- end [a-z-]+ -->)/);
	const written = parts.map(async part => {
		const name = /^<!-- begin ([a-z-]+) -->/.exec(part)?.[1];
		if (name === undefined) {
			return part;
		}

		const generate = generators[name];
		if (generate === undefined) {
			complaints.push(`${file} asks for "${name}"; known are ${Object.keys(generators).join(', ')}`);
			return part;
		}

		return `<!-- begin ${name} -->\n${(await generate()).trimEnd()}\n<!-- end ${name} -->`;
	});
	return (await Promise.all(written)).join('');
}

function deadLinks(file: string, text: string): string[] {
	const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
	return targets
		.filter(target => !/^[a-z]+:/.test(target) && !existsSync(path.join(path.dirname(file), target)))
		.map(target => `${file} links to ${target}, which is not there`);
}
