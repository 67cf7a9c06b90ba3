/** A plain text message of SARIF, in which braces stand for arguments and `[text](address)` is a link. */
export function sarifMessage(...sentences: readonly string[]) {
  return { text: sentences.map(sarifSentence).join(' ') };
}

/** Ends with a full stop, and is shown as it is. */
export function sarifSentence(text: string): string {
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  return sentence.replaceAll('{', '{{').replaceAll('}', '}}').replaceAll('](', '] (');
}
