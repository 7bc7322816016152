import {globSync, readFileSync} from 'node:fs';
import type {Measurement} from '../guest/bench/measurement.ts';
import {OPTIONS} from '../guest/peer/option-list.ts';
import {LIMITS} from '../guest/peer/peer-limits.ts';
import {optionNameOf} from '../guest/peer/peer-options.ts';
import {fieldsOf, variantsOf} from './type-table.ts';

/** The generated parts of our documents: name in the `<!-- begin NAME -->` mark → Markdown. */
export const generators: Readonly<Record<string, () => string | Promise<string>>> = {
	'results-fields': () => fieldList('host/scenario/result.ts', 'ScenarioResult', ['history']),
	'fault-fields': () => fieldList('host/lan/link-faults.ts', 'LinkFaults'),
	'grade-fields': () => fieldList('host/grade/grade-file.ts', 'GradeFile'),
	'case-fields': () => fieldList('host/report/reported-case.ts', 'ReportedCase'),
	'rubric-fields': () => fieldList('host/report/rubric.ts', 'RubricRow'),
	'scenario-example': () => {
		const [, plan = ''] = readFileSync('host/scenarios/cut-in-mid-file.ts', 'utf8').split(/^(?=export default)/m);
		return `\`\`\`ts\n${plan}\`\`\``;
	},
	'event-table': () => variantList('host/history/event.ts', 'Happening', 'type'),
	'peer-events': () => variantList('guest/peer/peer-event.ts', 'PeerEvent', 'event'),
	measurements: () =>
		globSync('docs/measurements/*.json')
			.sort()
			.map(file => measurementSection(JSON.parse(readFileSync(file, 'utf8'))))
			.join('\n'),
	'peer-options': () =>
		OPTIONS.map(
			({name, short, value, help}) =>
				`- ${short ? `\`-${short}\` ` : ''}\`--${name}${value ? ` ${value}` : ''}\`: ${help}`,
		).join('\n'),
	'peer-limits': () =>
		Object.entries(LIMITS)
			.map(([name, {value, unit, why}]) => `- \`--${optionNameOf(name)}\` ${value} ${unit}: ${firstClause(why)}.`)
			.join('\n'),
};

/** The fields of a type with what each tells, but those that never reach the file. */
const fieldList = (file: string, type: string, hidden: readonly string[] = []): string =>
	fieldsOf(readFileSync(file, 'utf8'), type)
		.filter(({name}) => !hidden.includes(name))
		.map(({name, type, text}) =>
			[
				`- **\`${name}\`**`,
				...(text === '' || !PLAIN.has(type) ? [` \`${type}\``] : []),
				...(text && [`: ${text}`]),
			].join(''),
		)
		.join('\n');

/** Types that a field's text tells. */
const PLAIN = new Set(['string', 'number', 'boolean', 'string[]', 'true']);

/** The variants of a union: name, names of the other fields, what it tells. */
const variantList = (file: string, union: string, named: string): string =>
	variantsOf(readFileSync(file, 'utf8'), union, {named})
		.map(({name, fields, text}) => {
			const others = fields.map(field => `\`${field}\``).join(' ');
			return `- **\`${name}\`** ${others}${text === '' ? '' : `: ${firstClause(text)}.`}`.replaceAll(/ (?=:|$)/g, '');
		})
		.join('\n');

/** What a thing is; why so, and what else there is to it, its source tells, and `--help` of a limit. */
const firstClause = (text: string): string => text.split(/[.:;] |\.$| \(/, 1)[0] ?? '';

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
