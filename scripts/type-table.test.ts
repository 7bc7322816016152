import {readFileSync} from 'node:fs';
import test from 'ava';
import {fieldsOf, variantsOf} from './type-table.ts';

const read = (file: string): string => readFileSync(`${import.meta.dirname}/../${file}`, 'utf8');

test('the fields of a type come with their comments', t => {
	const source =
		'export type A = {\n\t/** How many. */\n\treadonly count?: number;\n\treadonly at: string; // ISO 8601\n};\n';
	t.deepEqual(fieldsOf(source, 'A'), [
		{name: 'count?', type: 'number', text: 'How many.'},
		{name: 'at', type: 'string', text: 'ISO 8601'},
	]);
	t.throws(() => fieldsOf(source, 'B'), {message: /no type B/});
});

test('no field of a result and no kind of event is missed', t => {
	const result = read('host/scenario/result.ts');
	const body = /export type ScenarioResult = \{([\s\S]*?)\n\};/.exec(result)?.[1] ?? '';
	t.is(fieldsOf(result, 'ScenarioResult').length, [...body.matchAll(/^\treadonly /gm)].length);

	const events = read('host/history/event.ts');
	t.deepEqual(
		variantsOf(events, 'Happening').map(({name}) => name),
		[...events.matchAll(/readonly type: '([\w-]+)'/g)].map(([, name]) => name),
	);
});
