/** A field of a type, as its declaration tells of it. */
export type TypeField = {readonly name: string; readonly type: string; readonly text: string};

/**
The fields of a type in a source file, with their doc comments: for the tables of our documents. Reads our own style of declarations only, not TypeScript at large.

@throws {Error} If there is no such type.
*/
export const fieldsOf = (source: string, type: string): TypeField[] => {
	const body = new RegExp(`^export type ${type} = \\{\\n(?<body>[\\s\\S]*?)^\\};`, 'm').exec(source)?.groups?.['body'];
	if (body === undefined) {
		throw new Error(`there is no type ${type} with fields`);
	}

	const field =
		/^\t(?:\/\*\* (?<comment>.*?) \*\/\n\t)?readonly (?<name>\w+)(?<optional>\??): (?<type>(?:.*|(?:.*\n\t\t.*)+\n\t.*));(?: \/\/ (?<note>.*))?$/gm;
	return [...body.matchAll(field)].map(({groups = {}}) => ({
		name: `${groups['name']}${groups['optional']}`,
		type: (groups['type'] ?? '').replaceAll(/\s+/g, ' ').replaceAll('readonly ', ''),
		text: groups['comment'] ?? groups['note'] ?? '',
	}));
};

/** The variants of a union of `{type: 'name', …}`, each with its doc comment, if it has one, and the names of its other fields. */
export const variantsOf = (
	source: string,
	union: string,
	{named = 'type'}: {readonly named?: string} = {},
): Array<{readonly name: string; readonly fields: readonly string[]; readonly text: string}> => {
	const body = new RegExp(`^export type ${union} =\\n(?<body>[\\s\\S]*?\\});\\n`, 'm').exec(source)?.groups?.['body'];
	if (body === undefined) {
		throw new Error(`there is no union ${union}`);
	}

	const variant = /^\t(?:\/\*\* (?<text>.*) \*\/\n\t)?\| \{(?<fields>[\s\S]*?)\}(?=\n\t\/\*\*|\n\t\||$(?![\s\S]))/gm;
	return [...body.matchAll(variant)].map(({groups = {}}) => {
		const fields = [...(groups['fields'] ?? '').matchAll(/readonly (\w+\??): (?:'([\w-]+)')?/g)];
		return {
			name: fields.find(([, name]) => name === named)?.[2] ?? '',
			fields: fields.map(([, name = '']) => name).filter(name => name !== named),
			text: groups['text'] ?? '',
		};
	});
};
