const COLOURS = `
:root {
  color-scheme: light dark;
  --paper: #fff; --tint: #f5f6f8; --ink: #1a1e23; --muted: #565f69; --line: #dce0e5; --link: #0b57a4;
  --pass: #17633a; --pass-tint: #e9f5ee;
  --fail: #ab1f17; --fail-tint: #fcedeb;
  --unknown: #7d4a00; --unknown-tint: #fdf3df;
  --notapplicable: #35507a; --notapplicable-tint: #ecf1f8;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --tint: #1f242a; --ink: #e7eaed; --muted: #a5aeb8; --line: #343b43; --link: #8cc0f7;
    --pass: #7fdaa3; --pass-tint: #16301f;
    --fail: #ffa399; --fail-tint: #3d1c19;
    --unknown: #f0c06c; --unknown-tint: #35290f;
    --notapplicable: #abc5ef; --notapplicable-tint: #1c2839;
  }
}
.pass { --tone: var(--pass); --tone-tint: var(--pass-tint); }
.fail { --tone: var(--fail); --tone-tint: var(--fail-tint); }
.unknown, .waived { --tone: var(--unknown); --tone-tint: var(--unknown-tint); }
.notapplicable { --tone: var(--notapplicable); --tone-tint: var(--notapplicable-tint); }
`;

const TEXT = `
* { box-sizing: border-box; margin: 0; padding: 0; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  max-width: 68rem; margin: 0 auto; padding: 3rem 2rem 2rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  overflow-wrap:anywhere;
}
h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.125rem); letter-spacing: -0.015em; }
h2 { font-size: 1.125rem; }
h3 { font-size: 1rem; }
code, pre, mark {
  font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
code { font-size: 0.875em; }
.short { white-space: nowrap; }
.place code, .file code, figcaption code { font-size: 0.95em; }
.capital::first-letter { text-transform: uppercase; }
h1 code { font-size: 0.9em; letter-spacing: -0.03em; }
a { color: var(--link); text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px; }
strong { font-weight: 650; }
.muted, .place, footer, figcaption, dt, thead th { color: var(--muted); }
`;

const LAYOUT = `
header { padding-bottom: 2.5rem; }
.benchmark { margin-bottom: 0.5rem; color: var(--muted); }
.verdict {
  display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 2rem; align-items: center;
  margin: 2rem 0; padding: 1.25rem 1.75rem; border-radius: 0.5rem;
  background: var(--tone-tint); border: 1px solid var(--tone);
}
.verdict .word { color: var(--tone); font-size: clamp(2.25rem, 1.5rem + 3vw, 3.5rem); font-weight: 750; line-height: 1.1; letter-spacing: -0.02em; overflow-wrap: normal; }
.verdict .meaning { font-weight: 650; }
section { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 1.5rem 3rem; padding: 2rem 0 2.5rem; border-top: 1px solid var(--line); }
.body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
.body > h3, .body > table { margin-top: 0.75rem; }
.body > h3 + ul { margin-top: -0.75rem; }
article { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
article + article { padding-top: 2rem; margin-top: 0.75rem; border-top: 1px solid var(--line); }
article h3 { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; font-size: 1.125rem; }
article h3 .name { min-width: 0; }
.badge { padding: 0.1rem 0.55rem; border: 1px solid var(--tone); border-radius: 0.25rem; background: var(--tone-tint); color: var(--tone); font-size: 0.8125rem; font-weight: 700; letter-spacing: 0.04em; white-space: nowrap; }
.facts { display: grid; gap: 0.5rem; }
.facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 1.25rem; }
header .facts { display: flex; flex-wrap: wrap; gap: 1rem 3.5rem; }
header .facts > div { display: block; }
dt { font-size: 0.875rem; line-height: 1.771; }
table { width: 100%; border-collapse: collapse; }
caption { padding-bottom: 0.5rem; font-weight: 650; line-height: 1.25; text-align: left; }
figcaption { padding-bottom: 0.5rem; font-size: 0.875rem; }
.file { margin-top: -0.875rem; color: var(--muted); font-size: 0.875rem; }
th, td { padding: 0.5rem 1.25rem 0.5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { padding-top: 0; font-size: 0.875rem; border-color: var(--muted); }
tbody th { width: 32%; }
.arguments tbody th { width: 45%; }
.folded tbody th { width: 60%; }
.place { display: block; font-size: 0.875rem; }
.decides { display: block; font-size: 0.875rem; font-weight: 650; }
ul { list-style: none; display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.5rem; }
.entries { gap: 1.25rem; }
.warnings { gap: 0.75rem; }
.warnings li { padding-left: 1rem; border-left: 3px solid var(--unknown); }
.warnings strong { color: var(--unknown); }
.code-name { color: var(--muted); font-size: 0.875rem; white-space: nowrap; }
pre { padding: 0.75rem 1rem; background: var(--tint); border-radius: 0.375rem; white-space: normal; font-size: 1rem; }
.line { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); }
.line code { white-space: pre-wrap; }
.number { color: var(--muted); font-size: 0.875em; user-select: none; }
mark { background: none; color: var(--tone); font-weight: 700; text-decoration: underline 2px; text-underline-offset: 0.25em; }
footer { padding-top: 1.5rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
@media (max-width: 52rem) {
  section { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 34rem) {
  body { padding: 1.5rem 1rem 1rem; }
  .verdict { grid-template-columns: minmax(0, 1fr); padding: 1rem 1.25rem; }
  .facts > div { grid-template-columns: minmax(0, 1fr); }
}
`;

/** On paper: no backgrounds, and no page break inside what belongs together. */
const PRINT = `
@page { margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  header { padding-bottom: 1.25rem; }
  section { grid-template-columns: minmax(0, 1fr); gap: 0.75rem; padding: 1.25rem 0; }
  .verdict, .badge, pre { background: none; }
  .verdict { border-width: 2px; margin: 1.25rem 0; }
  pre { border: 1px solid var(--line); }
  h2, h3, caption, figcaption { break-after: avoid; }
  .verdict, figure, tr, li, .facts > div { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  a { color: inherit; }
}
`;

/** Many hosts or servers. Folding is the work of the style, so that on paper nothing is folded. */
const HOSTS = `
#hosts { grid-template-columns: minmax(0, 1fr); }
.hidden { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.hosts td, .hosts tbody th { width: auto; }
.hosts thead th { white-space: nowrap; }
.hosts .time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.hosts .why { min-width: 16rem; }
.hosts a { color: inherit; text-decoration-color: var(--muted); }
.fold td { padding: 0; }
summary { padding: 0.75rem 0; color: var(--link); cursor: pointer; }
summary:focus-visible { outline: 3px solid var(--link); outline-offset: -3px; border-radius: 2px; }
.host + .host { padding-top: 2rem; margin-top: 0.75rem; border-top: 1px solid var(--line); }
@media screen {
  .fold:has(details:not([open])) + tbody, details:not([open]) + .folded { display: none; }
}
@media screen and (max-width: 44rem) {
  .hosts, .hosts tbody { display: block; }
  .hosts thead { position: absolute; clip-path: inset(50%); }
  .hosts tr { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; align-items: baseline; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
  .hosts th, .hosts td { padding: 0; border: 0; }
  .hosts td:empty { display: none; }
  .hosts .time, .hosts .why { flex-basis: 100%; min-width: 0; }
  .hosts .time { color: var(--muted); font-size: 0.875rem; }
  .hosts .fold tr { padding: 0; }
}
@media print {
  .hosts, .folded { font-size: 9pt; }
  .hosts th, .hosts td, .folded th, .folded td { padding-top: 0.125rem; padding-bottom: 0.125rem; }
  .hosts .badge { padding: 0; border: 0; }
  .hosts .why { min-width: 0; }
  summary { padding: 0.25rem 0; color: inherit; font-weight: 650; list-style: none; }
}
`;

export const STYLE = `${COLOURS}${TEXT}${LAYOUT}${PRINT}${HOSTS}`;
