/** The look of our pages: light and dark by the reader's own setting, printable, without anything from elsewhere. */
export const pageStyle = `
:root {
	color-scheme: light dark;
	--paper: light-dark(#fbfaf8, #16181d);
	--card: light-dark(#ffffff, #1e2128);
	--ink: light-dark(#23262d, #e6e4df);
	--soft: light-dark(#6d7079, #9a9ca5);
	--line: light-dark(#e4e1da, #32363f);
	--pass: light-dark(#1a7f4b, #5ecb92);
	--fail: light-dark(#c22f3c, #ff7f87);
	--unknown: light-dark(#9a6700, #e8b64c);
	--accent: light-dark(#2f5fd0, #86a8ff);
	--pass-wash: light-dark(#e6f4ec, #1b3227);
	--fail-wash: light-dark(#fcebec, #3a2226);
	--unknown-wash: light-dark(#fbf3dd, #352d1a);
	--quiet-wash: light-dark(#f1efea, #262a32);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .6rem 0 .3rem; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 2.6rem 0 .8rem; letter-spacing: -.005em; }
p { margin: .3rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
code, pre, .mono { font: .875em/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, monospace; }
pre { margin: .5rem 0 0; padding: .7rem .9rem; background: var(--quiet-wash); border-radius: .5rem; overflow-x: auto; }
.soft { color: var(--soft); }
.lead { font-size: 1.05rem; color: var(--soft); max-width: 46rem; }
.pill { display: inline-block; padding: .12rem .7rem; border-radius: 1rem; font-weight: 650; font-size: .82rem; letter-spacing: .04em; white-space: nowrap; }
.pass { color: var(--pass); } .fail, .error { color: var(--fail); } .unknown { color: var(--unknown); } .not-run { color: var(--soft); }
.pill.pass { background: var(--pass-wash); } .pill.fail, .pill.error { background: var(--fail-wash); }
.pill.unknown { background: var(--unknown-wash); } .pill.not-run { background: var(--quiet-wash); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem 1.2rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .8rem; margin: 1.5rem 0 0; }
.figures .card { padding: .8rem 1rem; }
.figures b { display: block; font-size: 1.35rem; font-weight: 620; letter-spacing: -.01em; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 550; color: var(--soft); font-size: .82rem; }
th, td { padding: .42rem .8rem .42rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.checks { display: grid; gap: .6rem; }
.check { border-left: .25rem solid currentColor; }
.check > * { color: var(--ink); }
.check .title { display: flex; gap: .8rem; align-items: baseline; justify-content: space-between; }
.check .title b { font-weight: 560; }
.check .why { margin-top: .3rem; }
.check .advice { margin-top: .4rem; color: var(--accent); }
details > summary { cursor: pointer; color: var(--soft); }
.picture { overflow-x: auto; padding: .8rem; }
.facts td:first-child { color: var(--soft); width: 11rem; }
.matrix { overflow-x: auto; } .matrix td, .matrix th { padding: .25rem .5rem; white-space: nowrap; }
.matrix th.turned { height: 12rem; vertical-align: bottom; padding: 0 .2rem; } .matrix th.turned span { writing-mode: vertical-rl; transform: rotate(180deg); }
.matrix td.cell { text-align: center; font-weight: 650; border-radius: .2rem; }
.cell.pass { background: var(--pass-wash); } .cell.fail, .cell.error { background: var(--fail-wash); }
.cell.unknown { background: var(--unknown-wash); } .cell.not-run { background: var(--quiet-wash); }
.matrix.small td, .matrix.small th { padding: .12rem .28rem; font-size: .8rem; } .matrix.small td:first-child { padding-right: 1rem; }
.matrix.small td:first-child, .matrix.small th:first-child { position: sticky; left: 0; background: var(--card); vertical-align: bottom; }
.matrix.small td.cell { border: 1px solid var(--card); min-width: 1.35rem; }
meter { width: 7rem; height: .8rem; }
svg { display: block; font: 12px ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, monospace; }
svg text { fill: var(--ink); } svg .halo { paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
svg .soft { fill: var(--soft); } svg .name { font-weight: 650; } svg .step { font: 600 12.5px system-ui, sans-serif; }
svg text.number { fill: var(--card); font-weight: 650; }
.steps { columns: 2; margin: .6rem 1rem .2rem; padding-left: 1.4rem; color: var(--soft); font-size: .9rem; }
svg .grid { stroke: var(--line); } svg .life { stroke: var(--line); stroke-width: 1.5; } svg .up { stroke: var(--soft); stroke-opacity: .38; stroke-width: 7; }
svg .band { fill: var(--quiet-wash); }
svg .dot { stroke-width: 1.5; fill: var(--soft); }
svg .arrow { fill: none; stroke: var(--soft); stroke-width: 1.5; } svg .tip { fill: var(--soft); }
svg .arrow.good { stroke: var(--pass); } svg .arrow.bad { stroke: var(--fail); } svg .arrow.talk { stroke: var(--accent); } svg .arrow.warn { stroke: var(--unknown); }
svg .tip.good, svg .dot.good, svg .bar.good, svg text.good { fill: var(--pass); } svg .tip.bad, svg .dot.bad, svg .bar.bad, svg text.bad { fill: var(--fail); }
svg .tip.talk, svg .dot.talk { fill: var(--accent); } svg .bar.warn, svg .dot.warn, svg text.warn { fill: var(--unknown); }
svg .dot { stroke: var(--card); } svg text { stroke: none; } svg text.talk { fill: var(--accent); } svg text.halo { stroke: var(--card); }
svg .broken { stroke-dasharray: 5 4; }
footer { margin-top: 3rem; color: var(--soft); font-size: .88rem; }
@media print { body { background: none; } .card { break-inside: avoid; } }
`;
