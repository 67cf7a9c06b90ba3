import { AuditError } from '../../model/problem.ts';
import type { SourceFile } from './source-file.ts';

/** What a text is that no reader takes. */
interface Kind {
  readonly name: string;
  /** The names of its files. */
  readonly path?: RegExp;
  /** What only it has. */
  readonly text: RegExp;
  /** What to audit instead. */
  readonly hint: string;
}

const RENDERED = 'Audit what it renders to, or the host where that is used.';

/** The first whose name fits counts, else the first whose text does. */
const KINDS: readonly Kind[] = [
  {
    name: 'a Helm template',
    text: /\{\{[^{}\n]{0,100}(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|\binclude ")/,
    hint: 'Audit what it renders to: helm template … | kubelet-https-audit -',
  },
  { name: 'an ERB template', path: /\.(?:erb|epp)$/, text: /<%/, hint: RENDERED },
  { name: 'a Terraform template', path: /\.(?:tf|tftpl)$/, text: /%\{[~ ]/, hint: RENDERED },
  {
    name: 'a Go template',
    path: /\.(?:gotmpl|tmpl)$/,
    text: /\{\{-? *(?:[.$]|(?:if|range|with|end|define|template)\b)/,
    hint: RENDERED,
  },
  { name: 'a Jinja template', path: /\.(?:j2|jinja2?)$/, text: /\{%|\{\{/, hint: RENDERED },
  {
    name: 'output of "kubectl describe"',
    text: /^ {4}Container ID:/m,
    hint: 'Give the output of "kubectl get pod … -o yaml".',
  },
  {
    name: 'output of "systemctl status"',
    text: /^ +Loaded: [a-z]/m,
    hint: 'Give the output of "systemctl cat …".',
  },
  {
    name: 'a script',
    path: /\.(?:sh|bash|ps1|py|rb|pl)$/,
    text: /^#!/,
    hint: 'Audit the files that it writes, or the host where it runs.',
  },
];

/**
 * Why a file was not read, and what to audit instead.
 *
 * @param mention offset of the flag, if the file has it
 * @param error what is wrong with it, if it is meant to be YAML
 */
export function describeUnread(
  file: SourceFile,
  mention: number | undefined,
  error: AuditError | undefined,
): AuditError {
  const { path, text } = file;
  const kind = KINDS.find((one) => one.path?.test(path)) ?? KINDS.find((one) => one.text.test(text));
  const lineOf = (offset: number) => file.spanOf(offset, offset + 1).line;
  if (error && !kind) {
    const also = mention === undefined ? '' : `; line ${lineOf(mention)} has kubelet-https`;
    return new AuditError(`${error.message}${also}`, error.hint);
  }
  const hint = kind?.hint ?? 'Audit what is made from it, or the host where that runs.';
  if (mention !== undefined) {
    const what = kind?.name ?? 'a format that is not read';
    return new AuditError(`line ${lineOf(mention)} has kubelet-https, in ${what}`, hint);
  }
  const place = kind ? ` (line ${lineOf(Math.max(text.search(kind.text), 0))})` : '';
  return new AuditError(
    `it is ${kind?.name ?? 'in no known format'}${place}, and may start an API server`,
    hint,
  );
}
