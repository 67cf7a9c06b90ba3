import { Chalk } from 'chalk';
import type { Control } from '../model/control.ts';
import { wrap } from './words/layout.ts';

/** All there is to know about a control, for people. */
export function explain(control: Control, isColoured: boolean): string {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const section = (title: string, lines: readonly string[]) => [chalk.bold(title), ...lines].join('\n');
  const table = (rows: Control['editions']) => {
    const width = Math.max(...rows.map(([key]) => key.length));
    return rows.flatMap(([key, value]) => wrap(value, `  ${key.padEnd(width)}  `));
  };
  return `${[
    section(
      `CIS ${control.id}  ${control.title}`,
      [control.benchmark, control.profile].map((line) => `  ${line}`),
    ),
    section('Rationale', wrap(control.rationale, '  ')),
    section('Audit', wrap(control.audit, '  ')),
    section('Remediation', wrap(control.remediation, '  ')),
    section('Impact', wrap(control.impact, '  ')),
    section('Default', wrap(control.defaultValue, '  ')),
    section('Id by edition of the benchmark', table(control.editions)),
    section('Behaviour by Kubernetes release', table(control.releases)),
    section('Related controls', table(control.related)),
    section(
      'References',
      control.references.map((reference) => `  ${reference}`),
    ),
  ].join('\n\n')}\n`;
}
