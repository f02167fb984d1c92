/** WCAG contrast of two colours of the token file, for its test. */
export interface Oklch {
  l: number;
  c: number;
  h: number;
}

export type Theme = 'light' | 'dark';

/** Reads every `--color-name: light-dark(oklch(…), oklch(…))` of a stylesheet. */
export function readColorTokens(css: string): Map<string, Record<Theme, Oklch>> {
  const tokens = new Map<string, Record<Theme, Oklch>>();
  const line = /--color-([\w-]+):\s*light-dark\(\s*oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\s*\)/g;
  for (const [, name = '', light = '', dark = ''] of css.matchAll(line)) {
    tokens.set(name, { light: readOklch(light), dark: readOklch(dark) });
  }
  return tokens;
}

function readOklch(text: string): Oklch {
  const [l = 0, c = 0, h = 0] = text.split('/')[0]?.trim().split(/\s+/).map(Number) ?? [];
  return { l, c, h };
}

export function contrast(a: Oklch, b: Oklch): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Oklch): number {
  const [r, g, b] = toLinearRgb(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Björn Ottosson's matrices; what lies outside sRGB is clipped, as screens do. */
function toLinearRgb({ l, c, h }: Oklch): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
