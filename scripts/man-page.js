// Makes a man page from Markdown. What others make of a table does not wrap; here its rows become entries of a list.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/** @typedef {import('mdast').RootContent | import('mdast').RowContent} Node */

/**
 * The man page, in section 1, of what a document says below its title.
 *
 * @param {string} markdown @param {{ name: string, version: string, description: string, homepage: string }} manifest
 */
export function manPage(markdown, { name, version, description, homepage }) {
  const { children } = fromMarkdown(markdown, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    `.SH NAME\n${name} \\- ${escaped(description)}`,
    ...children.slice(1).map(block),
    `.SH SEE ALSO\n${escaped(homepage)}\n`,
  ]
    .join('\n')
    .replace(/^(\.S[HS] .*\n)\.PP\n/gm, '$1');
}

/** @param {Node} node @returns {string} */
function block(node) {
  switch (node.type) {
    case 'heading':
      return node.depth === 2 ? `.SH ${inline(node).toUpperCase()}` : `.SS ${inline(node)}`;
    case 'paragraph':
      return `.PP\n${atLineStart(inline(node))}`;
    case 'code':
      return `.PP\n.RS 4\n.EX\n${escaped(node.value).replace(/^/gm, '\\&')}\n.EE\n.RE`;
    case 'list':
      return node.children
        .map((item) => `.IP \\(bu 2\n${atLineStart(item.children.map(inline).join('\n'))}`)
        .join('\n');
    case 'table':
      return node.children.slice(1).map(entry).join('\n');
    default:
      throw new Error(`a man page has no ${node.type}`);
  }
}

/** @param {import('mdast').TableRow} row */
function entry({ children: [term, ...others] }) {
  if (!term || others.length !== 1) throw new Error('a table of a man page has two columns');
  return `.TP\n${atLineStart(inline(term))}\n${others.map((cell) => atLineStart(inline(cell))).join('\n')}`;
}

/** @param {Node} node @returns {string} */
function inline(node) {
  if (node.type === 'inlineCode') return `\\fB${escaped(node.value)}\\fR`;
  if (node.type === 'text') return escaped(node.value);
  const text = 'children' in node ? node.children.map(inline).join('') : '';
  if (node.type === 'emphasis') return `\\fI${text}\\fR`;
  return node.type === 'strong' ? `\\fB${text}\\fR` : text;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq');
}

/** No line of text may look like a request. @param {string} text */
function atLineStart(text) {
  return text.replace(/^(?=[.'])/gm, '\\&');
}
