import {mayImport} from './import-table.ts';

/** The generated parts of our documents: name in the `<!-- begin NAME -->` mark → Markdown. */
export const generators: Readonly<Record<string, () => string | Promise<string>>> = {
	'import-table': () =>
		table(
			['folder or file', 'may import besides itself'],
			mayImport.map(([from, ...to]) => [
				`\`${from}\``,
				to.length === 0 ? 'nothing' : to.map(place => `\`${place}\``).join(', '),
			]),
		),
};

/** A Markdown table; cells hold no line breaks. */
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
