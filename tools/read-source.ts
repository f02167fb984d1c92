import { parseSync } from 'vite';

export interface SourceImport {
  readonly specifier: string;
  readonly line: number;
}

/** What the architecture's rules need to know of one file. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  /** Of every kind: static, type-only, re-exports, `import()`, and `import()` in types. */
  readonly imports: readonly SourceImport[];
  readonly hasDefaultExport: boolean;
  /** Free-standing names, and two-part ones such as `Math.random`. */
  readonly names: ReadonlySet<string>;
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const imports: SourceImport[] = [];
  const names = new Set<string>();
  let hasDefaultExport = false;
  visit(program, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      imports.push({ specifier, line: text.slice(0, node.start).split('\n').length });
    }
    if (node.type === 'ExportDefaultDeclaration') hasDefaultExport = true;
    const name = nameOf(node);
    if (name !== undefined) names.add(name);
  });
  return { path, lines: text.trimEnd().split('\n').length, imports, hasDefaultExport, names };
}

function specifierOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType': {
      const { source } = node;
      return isNode(source) && typeof source.value === 'string' ? source.value : undefined;
    }
    default:
      return undefined;
  }
}

function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === 'Identifier') return String(node.name);
  const { object, property } = node;
  if (node.type !== 'MemberExpression' || !isNode(object) || !isNode(property)) return undefined;
  return object.type === 'Identifier' ? `${object.name}.${property.name ?? property.value}` : undefined;
}

/** Names after a dot and before a colon belong to their object, so they say nothing about globals. */
function isOwnName(parent: SyntaxNode, key: string): boolean {
  if (parent.computed === true) return false;
  return (
    (key === 'property' && parent.type === 'MemberExpression') || (key === 'key' && parent.shorthand !== true)
  );
}

function visit(node: unknown, each: (node: SyntaxNode) => void): void {
  if (!isNode(node)) return;
  each(node);
  for (const [key, value] of Object.entries(node)) {
    if (isOwnName(node, key)) continue;
    for (const child of Array.isArray(value) ? value : [value]) visit(child, each);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
