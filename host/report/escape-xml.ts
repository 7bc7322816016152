/** Text made safe for XML and HTML, in content and in quoted attributes. Characters that XML 1.0 forbids become U+FFFD. */
export const escapeXml = (text: string): string =>
	text
		.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
		.replaceAll(/[&<>"'\n]/g, character => entities[character] ?? character);

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
	'\n': '&#10;',
};
