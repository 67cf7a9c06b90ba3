import type { ElementContent } from 'xast';

/** XML forbids `]]>` in text, which the library leaves as it is. */
const SECTION_END = { type: 'raw', value: ']]&gt;' } as const;

/** Text of an XML element. */
export function xmlText(text: string): ElementContent[] {
  return text.split(']]>').flatMap((value, index) => {
    const node = { type: 'text', value } as const;
    return index === 0 ? [node] : [SECTION_END, node];
  });
}
