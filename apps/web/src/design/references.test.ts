import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rehypeReferences, splitReferences } from './references.ts';

const text = (parts: ReturnType<typeof splitReferences>) =>
  parts
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'ref' ? part.key : `@${part.handle}`))
    .join('');

describe('references in text', () => {
  it('finds mentions and keys', () => {
    expect(splitReferences('Ask @ada.l about ATR-12.')).toEqual([
      { kind: 'text', text: 'Ask ' },
      { kind: 'mention', handle: 'ada.l' },
      { kind: 'text', text: ' about ' },
      { kind: 'ref', key: 'ATR-12' },
      { kind: 'text', text: '.' },
    ]);
  });

  it.each(['ada@example.org', 'atr-12', 'https://x/ATR-12', 'ATR-0', 'XATR-12-b', '@'])(
    'sees none in %s',
    (plain) => {
      expect(splitReferences(plain)).toEqual([{ kind: 'text', text: plain }]);
    },
  );

  it('never loses a letter', () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        expect(text(splitReferences(given)).toLowerCase()).toBe(given.toLowerCase());
      }),
    );
  });

  it('leaves code and links as they are', () => {
    const code = { type: 'element', tagName: 'code', children: [{ type: 'text', value: 'ATR-1' }] };
    const tree = {
      type: 'root',
      children: [code, { type: 'element', tagName: 'p', children: [{ type: 'text', value: 'ATR-2' }] }],
    };
    rehypeReferences()(tree);
    expect(tree.children[0]).toEqual(code);
    expect(tree.children[1]?.children[0]).toMatchObject({
      tagName: 'a',
      properties: { 'data-ref': 'ATR-2' },
    });
  });
});
