import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contrast, type Oklch, readColorTokens, type Theme } from './oklch-contrast.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const css = readFileSync(join(here, 'tokens.css'), 'utf8');
const tokens = readColorTokens(css);
const color = (name: string, theme: Theme): Oklch => {
  const token = tokens.get(name);
  if (!token) throw new Error(`No token ${name}.`);
  return token[theme];
};

const GROUNDS = ['canvas', 'surface', 'raised', 'sunken', 'hover'];
const TONES = ['todo', 'doing', 'done', 'blocked', 'late'];
const HUES = Array.from({ length: 12 }, (_, index) => `person-${index + 1}`);

const TEXT: [ink: string, ground: string][] = [
  ...['ink', 'ink-muted', 'ink-faint'].flatMap((ink) =>
    GROUNDS.map((ground): [string, string] => [ink, ground]),
  ),
  ['ink', 'pressed'],
  ['ink-muted', 'pressed'],
  ['ink-muted', 'todo-wash'],
  ...['canvas', 'surface', 'raised', 'hover', 'accent-wash'].map((ground): [string, string] => [
    'accent-ink',
    ground,
  ]),
  ['ink', 'accent-wash'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ...TONES.flatMap((tone): [string, string][] => [
    [tone, 'surface'],
    [tone, 'raised'],
    [tone, `${tone}-wash`],
  ]),
  ...HUES.flatMap((hue): [string, string][] => [
    [hue, `${hue}-wash`],
    ['on-person', hue],
  ]),
];

const SHAPES: [shape: string, ground: string][] = [
  ...['focus', 'control', 'accent', 'priority-urgent', 'priority-high'].flatMap((shape) =>
    ['canvas', 'surface', 'raised'].map((ground): [string, string] => [shape, ground]),
  ),
  ...['epic', 'story', 'task', 'bug', 'sub-task'].map((type): [string, string] => [`type-${type}`, 'raised']),
];

describe.each<Theme>(['light', 'dark'])('colours, %s', (theme) => {
  it.each(TEXT)('%s can be read on %s', (ink, ground) => {
    expect(contrast(color(ink, theme), color(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('%s can be seen on %s', (shape, ground) => {
    expect(contrast(color(shape, theme), color(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

describe('the token file', () => {
  it('gives every colour both halves', () => {
    const declared = [...css.matchAll(/--color-(?!\*)([\w-]+):/g)].map((match) => match[1]);
    expect(declared.filter((name) => !tokens.has(name ?? ''))).toEqual([]);
    expect(declared.length).toBeGreaterThan(40);
  });

  it('is the only file that names a colour or a size of text', () => {
    const source = join(here, '..');
    const named =
      /#[0-9a-f]{3,8}\b(?=['"\s;])|\b(?:rgb|hsl|oklch)a?\(\d|\btext-\[\d|(?:bg|text|border|fill|stroke)-\[(?:#|rgb|hsl|oklch)/i;
    const guilty = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:tsx|css)$/.test(file) && !file.endsWith('tokens.css'))
      .filter((file) => named.test(readFileSync(join(source, file), 'utf8')));
    expect(guilty).toEqual([]);
  });

  it('measures contrast as WCAG does', () => {
    const white = { l: 1, c: 0, h: 0 };
    expect(contrast(white, { l: 0, c: 0, h: 0 })).toBeCloseTo(21, 1);
    expect(contrast(white, white)).toBeCloseTo(1, 5);
    // #767676 is the classic 4.54 on white.
    expect(contrast(white, { l: 0.5658, c: 0, h: 0 })).toBeCloseTo(4.54, 1);
  });
});
