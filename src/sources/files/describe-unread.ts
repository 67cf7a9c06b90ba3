import { AuditError } from '../../model/problem.ts';
import { DOCUMENT } from './flag-mentions.ts';
import type { SourceFile } from './source-file.ts';
import { type Language, TEMPLATES } from './templates.ts';

/** What a text is that no reader takes: the first whose name fits counts, else the first whose text does. */
const KINDS: readonly Language[] = [
  ...TEMPLATES,
  {
    name: 'a document',
    path: DOCUMENT,
    hint: 'Name the files that start the server.',
  },
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
    hint: 'Audit what it writes or starts, or the host where it runs.',
  },
  {
    name: 'user data of several parts',
    text: /^(?:MIME-Version:|Content-Type: multipart\/)/im,
    hint: 'Audit each part by itself.',
  },
  {
    name: 'a drop-in without its unit',
    text: /^\s*\[Service\]/,
    hint: 'Audit the directory that has both.',
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
  const kind = KINDS.find((one) => one.path?.test(path)) ?? KINDS.find((one) => one.text?.test(text));
  const lineOf = (offset: number) => file.spanOf(offset, offset + 1).line;
  if (error && !kind) {
    const also = mention === undefined ? '' : `; line ${lineOf(mention)} has kubelet-https`;
    return new AuditError(`${error.what}${also}`, error.hint, error.position);
  }
  const hint = kind?.hint ?? 'Audit what is made from it, or the host where that runs.';
  if (mention !== undefined) {
    const what = kind?.name ?? 'a format that is not read';
    return new AuditError(`has kubelet-https, in ${what}`, hint, { line: lineOf(mention) });
  }
  const place = kind?.text ? ` (line ${lineOf(Math.max(text.search(kind.text), 0))})` : '';
  return new AuditError(
    `it is ${kind?.name ?? 'in no known format'}${place}, and may start an API server`,
    hint,
  );
}
