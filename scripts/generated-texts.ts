import {globSync, readFileSync} from 'node:fs';
import type {Measurement} from '../guest/bench/measurement.ts';
import {OPTIONS} from '../guest/peer/option-list.ts';
import {LIMITS} from '../guest/peer/peer-limits.ts';
import {optionNameOf} from '../guest/peer/peer-options.ts';
import {fieldsOf, variantsOf} from './type-table.ts';

/** The generated parts of our documents: name in the `<!-- begin NAME -->` mark → Markdown. */
export const generators: Readonly<Record<string, () => string | Promise<string>>> = {
	'results-fields': () => fieldTable('host/scenario/result.ts', 'ScenarioResult', ['history']),
	'fault-fields': () => fieldTable('host/lan/link-faults.ts', 'LinkFaults'),
	'grade-fields': () => fieldTable('host/grade/grade-file.ts', 'GradeFile'),
	'case-fields': () => fieldTable('host/report/reported-case.ts', 'ReportedCase'),
	'rubric-fields': () => fieldTable('host/report/rubric.ts', 'RubricRow'),
	'peer-rubric': () => `\`\`\`json\n${readFileSync('host/grade/rubrics/peer.json', 'utf8')}\`\`\``,
	'scenario-example': () => {
		const [, plan = ''] = readFileSync('host/scenarios/cut-in-mid-file.ts', 'utf8').split(/^(?=export default)/m);
		return `\`\`\`ts\n${plan}\`\`\``;
	},
	'event-table': () => variantTable('host/history/event.ts', 'Happening', 'type'),
	'peer-events': () => variantTable('guest/peer/peer-event.ts', 'PeerEvent', 'event'),
	measurements: () =>
		globSync('docs/measurements/*.json')
			.sort()
			.map(file => measurementSection(JSON.parse(readFileSync(file, 'utf8'))))
			.join('\n'),
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

/** The variants of a union, each with the names of its fields. */
const variantTable = (file: string, union: string, named: string): string =>
	table(
		[named, 'further fields', 'what happened'],
		variantsOf(readFileSync(file, 'utf8'), union, {named}).map(({name, fields, text}) => [
			`\`${name}\``,
			fields.map(field => `\`${field}\``).join(' '),
			text,
		]),
	);

/** What a benchmark left, with the command that measures it again. */
const measurementSection = ({title, command, machine, date, head, rows, note}: Measurement): string =>
	[
		`## ${title}\n`,
		`${command === undefined ? '' : `\`${command}\` · `}${machine} · ${date}\n`,
		`${table(head, rows)}\n`,
		...(note === undefined ? [] : [`${note}\n`]),
	].join('\n');

/** A Markdown table; cells hold no line breaks. */
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
