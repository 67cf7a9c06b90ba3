import { h, type Result } from 'hastscript';
import type { Control, Row } from '../../model/control.ts';
import { facts, section, sentence, table } from './words.ts';

/** What the benchmark says, and what the flag does in each release. */
export function htmlControl(control: Control): Result {
  const rows = (all: readonly Row[]) =>
    all.map(([key, value]) => [key, sentence(value.replaceAll('  ', ' '))]);
  return section(
    'control',
    'The control',
    facts([
      ['Rationale', sentence(control.rationale)],
      ['Audit', sentence(control.audit)],
      ['Remediation', sentence(control.remediation)],
      ['Impact', sentence(control.impact)],
      ['Default', sentence(control.defaultValue)],
      ['Profile', control.profile],
    ]),
    table('Behaviour by Kubernetes release', ['Release', 'Behaviour'], rows(control.releases)),
    table('Id by edition of the benchmark', ['Edition', 'Id'], rows(control.editions)),
    table('Related controls', ['Where', 'Id'], rows(control.related)),
    h('h3', 'References'),
    h(
      'ul.paths',
      control.references.map((href) => h('li', h('a', { href, rel: ['noreferrer'] }, href))),
    ),
  );
}
