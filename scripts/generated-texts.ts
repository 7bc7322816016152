import {readFileSync} from 'node:fs';
import {resultsJson} from '../host/report/results-json.ts';
import {sampleResult} from '../host/report/sample-result.ts';
import {mayImport} from './import-table.ts';
import {fieldsOf, variantsOf} from './type-table.ts';

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
	'results-fields': () =>
		table(
			['field', 'type', 'what it tells'],
			fieldsOf(readFileSync('host/scenario/result.ts', 'utf8'), 'ScenarioResult')
				.filter(({name}) => name !== 'history')
				.map(({name, type, text}) => [`\`${name}\``, `\`${type.replaceAll('|', String.raw`\|`)}\``, text]),
		),
	'results-example': () => `\`\`\`json\n${resultsJson(sampleResult)}\`\`\``,
	'event-table': () =>
		table(
			['type', 'further fields', 'what happened'],
			variantsOf(readFileSync('host/history/event.ts', 'utf8'), 'Happening').map(({name, fields, text}) => [
				`\`${name}\``,
				fields.map(field => `\`${field}\``).join(' '),
				text,
			]),
		),
};

/** A Markdown table; cells hold no line breaks. */
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
