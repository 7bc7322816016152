import {readFileSync} from 'node:fs';
import {OPTIONS} from '../guest/peer/option-list.ts';
import {LIMITS} from '../guest/peer/peer-limits.ts';
import {optionNameOf} from '../guest/peer/peer-options.ts';
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
	'results-fields': () => fieldTable('host/scenario/result.ts', 'ScenarioResult', ['history']),
	'fault-fields': () => fieldTable('host/lan/link-faults.ts', 'LinkFaults'),
	'grade-fields': () => fieldTable('host/grade/grade-file.ts', 'GradeFile'),
	'case-fields': () => fieldTable('host/report/reported-case.ts', 'ReportedCase'),
	'rubric-fields': () => fieldTable('host/report/rubric.ts', 'RubricRow'),
	'peer-rubric': () => `\`\`\`json\n${readFileSync('host/grade/rubrics/peer.json', 'utf8')}\`\`\``,
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
	'peer-events': () => {
		const [union] = /^export type PeerEvent =[\s\S]*?;\n\n/m.exec(readFileSync('guest/peer/peer-event.ts', 'utf8')) ?? [
			'',
		];
		return `\`\`\`ts\n${union.trimEnd()}\n\`\`\``;
	},
	'peer-options': () =>
		table(
			['option', 'what it does'],
			OPTIONS.map(({name, short, value, help}) => [
				`${short ? `\`-${short}\` ` : ''}\`--${name}${value ? ` ${value}` : ''}\``,
				help,
			]),
		),
	'peer-limits': () =>
		table(
			['option', 'default', 'why'],
			Object.entries(LIMITS).map(([name, {value, unit, why}]) => [
				`\`--${optionNameOf(name)}\``,
				`${value} ${unit}`,
				why,
			]),
		),
};

/** The fields of a type, but those that never reach the file. */
const fieldTable = (file: string, type: string, hidden: readonly string[] = []): string =>
	table(
		['field', 'type', 'what it tells'],
		fieldsOf(readFileSync(file, 'utf8'), type)
			.filter(({name}) => !hidden.includes(name))
			.map(field => [`\`${field.name}\``, `\`${field.type.replaceAll('|', String.raw`\|`)}\``, field.text]),
	);

/** A Markdown table; cells hold no line breaks. */
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
