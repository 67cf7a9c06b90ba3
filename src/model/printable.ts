/**
 * What the runner of a CI would take for a command, by the character to escape: `##[name]`,
 * `##vso[…]` and `##teamcity[…]` anywhere in a line; and `::name` at its start, where every word may be once lines are
 * wrapped.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 * https://www.jetbrains.com/help/teamcity/service-messages.html
 */
const COMMAND = /(?<=#)#(?=\w*\[)|(?<![^ ]):/gu;

/** Most texts: letters, digits and signs of ASCII with single blanks, and none of the above. */
const PLAIN = /^[!"$-9;-~](?:[!"$-~]| (?=[!"$-9;-~]))*$/;

/** Lone surrogates from here on stand for bytes that are not UTF-8: 0xDC00 plus the byte. */
export const INVALID_BYTE_BASE = 0xdc00;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= INVALID_BYTE_BASE + 0x80 && code <= INVALID_BYTE_BASE + 0xff) {
    return `\\x${(code - INVALID_BYTE_BASE).toString(16)}`;
  }
  switch (character) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default:
      return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  }
}

/**
 * A text from outside in a form that is safe on a terminal and in a report: control, format, private and
 * unassigned characters, line separators, invalid UTF-8, all blanks but single spaces, and what a CI would take for a
 * command are shown escaped. The result is one line.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  // Also blanks that the eye would miss: at either end, and in a row, where they could move text to a line of its own.
  // V8 builds these sets where it first comes to them, which takes as long as everything else on most texts.
  const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|^ | $| (?= )/gu;
  return text.replace(unprintable, escapeCharacter).replace(COMMAND, escapeCharacter);
}

/** A line from outside in a form that is safe on a terminal, with its blanks as they are. */
export function printableLine(line: string): string {
  return line.replace(/[^ \t]+/g, printable);
}

/** Whether a text of several lines, shown as it is, holds a command to the runner of a CI: it trims lines before it looks. */
export function holdsCommand(text: string): boolean {
  return /##\w*\[|^(?:[^\S\r\n\u2028\u2029]|\u0085)*::/mu.test(text);
}

/** A value of plain data with every text in it printable, however deep. */
export function printableTexts<T>(value: T): T {
  // Texts become texts, and lists and records keep their shape.
  return printed(value) as T;
}

function printed(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printed(part)]));
}
