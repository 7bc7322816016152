/** The section of docs/protocol.md that a tracker's vector is about, by what its id says. */
export const trackerSection = (id: string): string =>
	sections.find(([, ...patterns]) => patterns.some(pattern => pattern.test(id)))?.[0] ?? '3';

const sections: ReadonlyArray<readonly [section: string, ...patterns: readonly RegExp[]]> = [
	['1.1', /^line-of-/, /^no-lf-/, /^long-line-/],
	['1.2', /^blank-lines$/, /^crlf$/, /^blanks-/, /^vertical-tab/, /^bare-cr/],
	['1.3', /^quoted-blank/, /^nul-in/, /^high-bytes$/, /^all-byte/, /-quoted$/, /unquotes$/, /quotes-names$/],
	['1.4', /^command-word-/, /^arguments-case/],
	['1.5', /^pipelined/, /^split-/, /^byte-by-byte$/],
	['1.6', /^half-close/],
	['2.3', /^greeting/],
	['2.4', /^idle-/, /-is-idle$/, /-is-activity$/],
	['2.5', /^disconnect-/, /^reset-/, /drops-everything$/],
	['3.1', /^addr-port/, /^addr-odd/, /^addr-bad/],
	['3.2', /^alias-/],
	['3.3', /^digest-/, /^have-.*digest/],
	['3.4', /^client-that-never/, /^out-of-descriptors/],
	['3.5', /^x-/, /^f-/, /^usage-/],
];
