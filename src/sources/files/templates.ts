/** A language of templates. */
export interface Language {
  readonly name: string;
  /** The names of its files. */
  readonly path?: RegExp;
  /** What only it has; absent where its name has to show it. */
  readonly text?: RegExp;
  /** What to audit instead. */
  readonly hint: string;
}

const RENDERED = 'Audit what it renders to, or the host where that is used.';

export const TEMPLATES: readonly Language[] = [
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
];

/** A value that is filled in. */
export const PLACEHOLDER = /\{\{|\{%|<%/;

/** Whether a word ends in a placeholder that has blanks in it: what is filled in may be several words. */
export function endsInPlaceholder(word: string): boolean {
  return word.lastIndexOf('{{') > word.lastIndexOf('}}') || word.lastIndexOf('<%') > word.lastIndexOf('%>');
}

/** What Jinja, ERB and Terraform do apart from filling in values: a line may become several, or none. */
const STATEMENT = /\{%|<%(?!=)|%\{[~ ]*(?:if|for|else|endif|endfor)\b/;
const GO_STATEMENT = /\{\{-?\s*(?:block|define|else|end|if|include|range|template|with)\b/;

/** Whether a text is a template that does more than fill in values. */
export function hasStatement(text: string): boolean {
  return STATEMENT.test(text) || GO_STATEMENT.test(text);
}

/** Whether an object in YAML does: what looks like Go may be an argument of a program there. */
export function hasStatementInYaml(text: string): boolean {
  return STATEMENT.test(text);
}
