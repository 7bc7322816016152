/** Something that did not hold: a check, or a test. */
export type Failure = {
	/** A line that names it. */
	readonly title: string;
	/** What was printed about it. */
	readonly text: string;
};

/**
@param report - What AVA's default reporter printed, without colours: first a list, then, after a rule, more of each test that failed.
@returns What failed, in the order of the list. Empty where AVA itself came to grief.
*/
export const failuresIn = (report: string): Failure[] => {
	const lines = report.split('\n');
	const rule = lines.indexOf(RULE);
	const [list, details] = rule === -1 ? [lines, []] : [lines.slice(0, rule), lines.slice(rule + 1)];
	const entries = entriesIn(list);
	const starts = entries.map(({title}) => startOfDetails(details, title));
	return entries.map(({title, text}, index) => {
		const start = starts[index] ?? -1;
		const ends = [...starts.filter(other => other > start), details.lastIndexOf(RULE)];
		const more =
			start === -1
				? ''
				: details
						.slice(start, Math.min(...ends))
						.join('\n')
						.trimEnd();
		return {title, text: [text, more].filter(part => part !== '').join('\n')};
	});
};

/** The end of the report of a whole run: each failure with its text, then the titles alone, for whoever sees but the last lines. */
export const formatFailures = (failures: readonly Failure[]): string => {
	const texts = failures.map(({title, text}) => `✘ ${title}\n${bounded(text)}\n\n`).join('');
	const titles = failures.slice(0, MAX_TITLES).map(({title}) => `  ✘ ${title}\n`);
	const others = failures.length > MAX_TITLES ? `  … and ${failures.length - MAX_TITLES} more\n` : '';
	return `# What failed\n\n${texts}# What failed, in short\n${titles.join('')}${others}`;
};

const INDENT = '  ';
const RULE = `${INDENT}─`;
const LISTED_FAILURE = /^ {2}(?:✘ (?:\[[a-z ]+\]: )?|(?=U[a-z]+ (?:exception|rejection) in ))(.+)/;
const LISTED_OTHERWISE = /^ {2}(?:✔|-) /;
const MAX_LINES = 40;
const MAX_TITLES = 50;

/** Everything in the list that is neither passed nor skipped, with the lines that belong to it. */
function entriesIn(list: readonly string[]): Failure[] {
	const entries: {title: string; lines: string[]}[] = [];
	let lines: string[] = [];
	for (const line of list) {
		const [, title] = LISTED_FAILURE.exec(line) ?? [];
		if (title !== undefined) {
			lines = [];
			entries.push({title, lines});
		} else if (LISTED_OTHERWISE.test(line)) {
			lines = [];
		} else {
			lines.push(line);
		}
	}

	return entries.map(({title, lines}) => ({title, text: lines.join('\n').trimEnd()}));
}

/** @returns Where the test's own title stands alone in a line; in the list, the assertion's message may follow it. */
function startOfDetails(details: readonly string[], listed: string): number {
	const isTitle = (line: string) => line.startsWith(INDENT) && `${INDENT}${listed} `.startsWith(`${line} `);
	const [longest] = details.filter(isTitle).sort((a, b) => b.length - a.length);
	return longest === undefined ? -1 : details.indexOf(longest);
}

function bounded(text: string): string {
	const lines = text.trimEnd().split('\n');
	const left = lines.length - MAX_LINES;
	const half = MAX_LINES / 2;
	return left <= 0
		? lines.join('\n')
		: [...lines.slice(0, half), `  … ${left} lines are further up …`, ...lines.slice(-half)].join('\n');
}
