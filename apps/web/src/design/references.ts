export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; handle: string }
  | { kind: 'ref'; key: string };

// A handle starts a word (an e-mail address holds none); a key is upper case, a dash, a number.
const REFERENCE =
  /(?<![\w@./-])@([a-z0-9][a-z0-9._-]*[a-z0-9]|[a-z0-9])|(?<![\w/-])([A-Z][A-Z0-9]{1,9}-[1-9]\d{0,8})(?![\w-])/gi;

/** Cuts running text at mentions (`@ada`) and work item keys (`ATR-12`). */
export function splitReferences(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, handle, key] = match;
    if (key && key !== key.toUpperCase()) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(handle ? { kind: 'mention', handle: handle.toLowerCase() } : { kind: 'ref', key: key ?? '' });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

interface Node {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** A rehype plugin: mentions and keys become links marked for the renderer; code and links stay as they are. */
export function rehypeReferences() {
  return (tree: unknown): void => walk(tree as Node);
}

function walk(node: Node): void {
  if (!node.children || node.tagName === 'code' || node.tagName === 'a') return;
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'text') {
      walk(child);
      return child;
    }
    return splitReferences(child.value ?? '').map(toNode);
  });
}

function toNode(part: TextPart): Node {
  if (part.kind === 'text') return { type: 'text', value: part.text };
  const value = part.kind === 'mention' ? `@${part.handle}` : part.key;
  const properties = part.kind === 'mention' ? { 'data-mention': part.handle } : { 'data-ref': part.key };
  return { type: 'element', tagName: 'a', properties, children: [{ type: 'text', value }] };
}
