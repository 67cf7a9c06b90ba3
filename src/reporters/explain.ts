import type { Control } from '../model/control.ts';
import type { Layout } from '../model/report.ts';
import { wrap } from '../model/wrap.ts';
import { styleOf } from './words/style.ts';

/** All there is to know about a control, for people. */
export function explain(control: Control, layout: Layout): string {
  const { chalk, columns } = styleOf(layout);
  const text = (words: string) => wrap(words, '  ', columns);
  const section = (title: string, lines: readonly string[], lead = '') =>
    [...wrap(title, lead, columns).map((line) => chalk.bold(line)), ...lines].join('\n');
  const table = (rows: Control['editions']) => {
    const width = Math.max(...rows.map(([key]) => key.length));
    return rows.flatMap(([key, value]) => wrap(value, `  ${key.padEnd(width)}  `, columns));
  };
  return `${[
    section(control.title, [control.benchmark, control.profile].flatMap(text), `CIS ${control.id}  `),
    section('Behaviour by Kubernetes release', table(control.releases)),
    section('Id by edition of the benchmark', table(control.editions)),
    section('Rationale', text(control.rationale)),
    section('Audit', text(control.audit)),
    section('Remediation', text(control.remediation)),
    section('Impact', text(control.impact)),
    section('Default', text(control.defaultValue)),
    section('Related controls', table(control.related)),
    section(
      'References',
      control.references.map((reference) => `  ${reference}`),
    ),
  ].join('\n\n')}\n`;
}
