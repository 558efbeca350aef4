// The style of the report's page. Every colour is a variable, so that the editor, which marks the body with the kind of its theme, can
// put its own in their place.

const light = `--text: #1b1f24; --faint: #59636e; --line: #d1d9e0; --page: #ffffff; --card: #f6f8fa; --link: #0a5cb0;
  --serial: #6e7781; --parallel: #0a69c7; --parallel2: #4c94dd; --predicted: #9a5b00; --good: #176f2c; --bad: #b3261e; --warn: #8a5300;
  --part0: #8250df; --part1: #9a5b00; --part2: #0a69c7; --part3: #b3261e; --part4: #bf8700; --part5: #176f2c;`;
const dark = `--text: #e6edf3; --faint: #9aa4af; --line: #3d444d; --page: #0d1117; --card: #161b22; --link: #79b8ff;
  --serial: #8b949e; --parallel: #58a6ff; --parallel2: #2f7fd6; --predicted: #f0a742; --good: #56d364; --bad: #ff8a80; --warn: #f0b75e;
  --part0: #bc8cff; --part1: #f0a742; --part2: #58a6ff; --part3: #ff8a80; --part4: #e3d05a; --part5: #56d364;`;

/** Contrast of text is at least 4.5 : 1 in both schemes, of lines and bars 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11). */
export const htmlStyle = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
.vscode-light, .vscode-high-contrast-light { ${light} }
.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light) { ${dark} }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4em; margin: 0 0 .25rem; } h2 { font-size: 1.15em; margin: 2.25rem 0 .5rem; }
p { margin: .5rem 0; }
code { font-family: ui-monospace, monospace; font-size: .95em; overflow-wrap: anywhere; }
.answer { font-size: 1.25em; margin: 1rem 0 .25rem; } .good { color: var(--good); } .bad { color: var(--bad); } .faint { color: var(--faint); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0; font-size: .92em; } .legend li { margin: 0; }
.legend span { display: inline-block; width: 1.4rem; margin-right: .5rem; border-top: .55rem solid var(--mark); vertical-align: middle; } .legend .dashed, .legend .dotted { border-top-width: 3px; } .legend .dashed { border-top-style: dashed; } .legend .dotted { border-top-style: dotted; }
figure { margin: .5rem 0 1rem; } figcaption { color: var(--faint); font-size: .92em; }
svg.chart { display: block; width: 100%; max-width: 45rem; height: auto; font-family: inherit; } svg.narrow { display: none; }
.scroll { overflow-x: auto; } .scroll:focus-visible, a { color: var(--link); } a:focus-visible, summary:focus-visible { outline: 2px solid var(--parallel); outline-offset: 2px; }
table { border-collapse: collapse; } caption { text-align: left; color: var(--faint); padding-bottom: .25rem; }
th, td { text-align: right; padding: .3rem .7rem; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; white-space: nowrap; font-weight: 400; }
thead th { color: var(--faint); } tr.best > * { font-weight: 600; }
th:first-child, td:first-child, .words th, .words td { text-align: left; }
.words td { white-space: normal; }
ul { padding-left: 1.2rem; } li { margin: .25rem 0; }
.warnings { border-left: 4px solid var(--warn); background: var(--card); padding: .25rem 1rem; } .warnings h2 { margin-top: .5rem; color: var(--warn); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: .5rem 0; } dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 54rem) { .many { font-size: .88em; } .many th, .many td { padding: .3rem .35rem; } .many thead th { white-space: normal; vertical-align: bottom; } .many td:first-child, .many th:first-child { padding-left: 0; } }
@media (max-width: 39.5rem) { main { padding: 1rem; } .many { font-size: .8em; } .many th, .many td { padding: .3rem .2rem; } }
@media (max-width: 34rem) {
  dl { display: block; } dd { margin-bottom: .5rem; } main { padding: 1rem; } th, td { padding: .3rem .4rem; white-space: normal; }
  svg.wide { display: none; } svg.narrow { display: block; max-width: 34rem; }
  .many { font-size: 1em; } .many, .many caption, .many tbody, .many tr, .many th { display: block; } .many thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .many tr { border-bottom: 1px solid var(--line); padding: .3rem 0; } .many tbody th { border: 0; padding: .1rem 0; font-weight: 600; }
  .many td { display: flex; justify-content: flex-end; gap: .5rem; border: 0; padding: .1rem 0; text-align: right; } .many .nothing { display: none; }
  .many td::before { content: attr(data-head); content: attr(data-head) / ""; color: var(--faint); font-weight: 400; text-align: left; margin-right: auto; }
}
@media print { body { font-size: 12px; } figure, table { break-inside: avoid; } }
@media (forced-colors: active) { svg.chart, .legend { forced-color-adjust: none; background: #ffffff; color: var(--text); ${light} } .legend { padding: .25rem; } }
`;
