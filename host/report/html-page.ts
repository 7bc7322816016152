import type {ScenarioResult} from '../scenario/result.ts';
import {escapeXml} from './escape-xml.ts';
import {pageStyle} from './page-style.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

/**
One whole page in one file: nothing is loaded from anywhere, so it can be mailed.

@param body - HTML; whoever makes it has escaped what is in it.
*/
export const htmlPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeXml(title)}</title>
<style>${pageStyle}</style>
<main>
${body}
</main>
</html>
`;

/** A table. Cells are HTML; those under a head that begins with `#` are numbers. */
export const htmlTable = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string => {
	const classOf = (index: number): string => (head[index]?.startsWith('#') ? ' class="number"' : '');
	const line = (cells: readonly string[], tag: 'td' | 'th'): string =>
		`<tr>${cells.map((cell, index) => `<${tag}${classOf(index)}>${cell}</${tag}>`).join('')}</tr>`;
	return `<table>${line(
		head.map(cell => cell.replace(/^#/, '')),
		'th',
	)}${rows.map(row => line(row, 'td')).join('')}</table>`;
};

/** A verdict as a coloured label of HTML: sign, word and colour say the same. */
export const verdictPill = (verdict: ScenarioResult['verdict']): string =>
	`<span class="pill ${verdictClass(verdict)}">${verdictSign(verdict)} ${verdictWord(verdict)}</span>`;

/** The class that gives a verdict's colour in our pages. */
export const verdictClass = (verdict: ScenarioResult['verdict']): string => verdict.replace(' ', '-');
