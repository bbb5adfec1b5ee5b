import { PALETTE } from '../charts/palette.ts';

const LIGHT = `
  --paper: #fcfcfa; --card: #ffffff; --line: #dfe3e7; --ink: ${PALETTE.ink}; --quiet: ${PALETTE.quiet};
  --accent: ${PALETTE.accent}; --band: ${PALETTE.band}; --target: ${PALETTE.target};
  --grid: ${PALETTE.grid}; --met: #1d6b3a; --missed: #a1261f; --note: #f1f5ee;`;

const DARK = `
  --paper: #14171a; --card: #1b1f23; --line: #353c43; --ink: #e8ebee; --quiet: #a5afb8;
  --accent: #5cc4b8; --band: #24504c; --target: #e59a63;
  --grid: #2d343a; --met: #7fcf9c; --missed: #f0948d; --note: #1e2823;`;

/** Gives the colours of drawings to the page, so that they follow light and dark. */
const CHART_COLOURS = (
  [
    ['ink', 'ink'],
    ['quiet', 'quiet'],
    ['grid', 'grid'],
    ['accent', 'accent'],
    ['band', 'band'],
    ['target', 'target'],
  ] as const
)
  .map(
    ([colour, name]) =>
      `svg [fill="${PALETTE[colour]}"] { fill: var(--${name}); } ` +
      `svg [stroke="${PALETTE[colour]}"] { stroke: var(--${name}); }`,
  )
  .join('\n');

/** The style of the report: logical properties only, so that it reads in either direction. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
main, header, footer { max-inline-size: 62rem; margin-inline: auto; padding-inline: 1.25rem; }
header { padding-block: 2.5rem 0.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin-block: 0 0.4rem; letter-spacing: -0.01em; }
h2 { font-size: 1.3rem; margin-block: 0 0.2rem; }
main > h2 { margin-block: 2.5rem 1rem; }
h3 { font-size: 1rem; margin-block: 1.4rem 0.4rem; }
p { margin-block: 0 0.7rem; max-inline-size: 44rem; }
a { color: inherit; text-decoration-color: var(--accent); text-decoration-thickness: 1px;
  text-underline-offset: 0.2em; }
a:hover { text-decoration-thickness: 2px; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset-inline-start: 1rem; }
.quiet, .question { color: var(--quiet); }
.lead { font-size: 1.05rem; color: var(--quiet); }
.note { background: var(--note); border-inline-start: 4px solid var(--accent); padding: 0.7rem 1rem;
  margin-block: 1rem; max-inline-size: none; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.2rem, 1fr)); gap: 0.8rem;
  list-style: none; padding: 0; margin-block: 1.5rem 2.5rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 0.9rem 1rem; display: flex; flex-direction: column; gap: 0.1rem; }
.card .name { font-size: 0.9rem; }
.card .big { font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums;
  margin-block: 0.25rem; }
.card .big.words { font-size: 1.05rem; color: var(--quiet); }
.card small { color: var(--quiet); font-size: 0.82rem; line-height: 1.4; }
.state { white-space: nowrap; }
.card .state { font-size: 0.82rem; margin-block-start: auto; padding-block-start: 0.5rem; white-space: normal; }
.met { color: var(--met); } .missed { color: var(--missed); } .not-judged { color: var(--quiet); }
.benchmark { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 1.4rem 1.5rem; margin-block-end: 1.4rem; }
.tag { float: inline-end; font-size: 0.8rem; color: var(--quiet); border: 1px solid var(--line);
  border-radius: 99px; padding: 0.05rem 0.7rem; margin-inline-start: 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.92rem;
  font-variant-numeric: tabular-nums; margin-block: 0.6rem; }
th, td { text-align: start; padding: 0.38rem 0.9rem 0.38rem 0; vertical-align: top;
  border-block-end: 1px solid var(--line); }
th { font-weight: 500; }
thead th { color: var(--quiet); font-size: 0.82rem; font-weight: 400; }
tr.group th { padding-block-start: 0.9rem; color: var(--quiet); font-size: 0.85rem; }
td.amount { white-space: nowrap; }
figure { margin: 1.2rem 0 0; }
figure svg { display: block; max-inline-size: 100%; block-size: auto; }
figcaption { color: var(--quiet); font-size: 0.88rem; margin-block-end: 0.4rem; }
details { margin-block-start: 0.5rem; font-size: 0.9rem; }
summary { cursor: pointer; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.2rem; font-size: 0.92rem;
  margin-block: 0.7rem; }
dt { color: var(--quiet); } dd { margin: 0; }
dd ul { margin: 0; padding-inline-start: 1.1rem; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.8rem; }
pre { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 6px;
  padding: 0.8rem 1rem; line-height: 1.45; direction: ltr; text-align: start; }
code { overflow-wrap: anywhere; }
.definition { padding-block: 1.1rem; border-block-start: 1px solid var(--line);
  scroll-margin-block-start: 1rem; }
.definition:target { background: var(--note); box-shadow: 0 0 0 0.8rem var(--note); border-radius: 2px; }
footer { color: var(--quiet); font-size: 0.88rem; padding-block: 1.5rem 3rem; }
${CHART_COLOURS}
@media (max-width: 34rem) { .benchmark { padding: 1rem; } dl { grid-template-columns: 1fr; }
  dt { margin-block-start: 0.4rem; } }
@media print {
  :root { ${LIGHT} --paper: #ffffff; }
  body { font-size: 10pt; } header { padding-block-start: 0; }
  .benchmark, .card { break-inside: avoid; border-color: #bbb; }
  .cards { grid-template-columns: repeat(4, 1fr); }
  a { text-decoration: none; } .skip { display: none; }
}
`;
