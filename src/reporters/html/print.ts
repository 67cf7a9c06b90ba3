/** What paper asks for: no backgrounds, and no break inside what belongs together. */
export const HTML_PRINT = `
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
