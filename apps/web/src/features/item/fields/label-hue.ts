/** The hues of `--color-person-1` to `-12` by the colour names that labels use. */
const NAMED: Record<string, number> = {
  red: 1,
  orange: 2,
  amber: 3,
  yellow: 4,
  lime: 5,
  green: 6,
  emerald: 6,
  teal: 7,
  cyan: 7,
  sky: 8,
  blue: 9,
  indigo: 9,
  violet: 10,
  purple: 10,
  magenta: 11,
  fuchsia: 11,
  pink: 12,
  rose: 12,
};

const DEGREES = [15, 42, 68, 100, 132, 158, 208, 238, 264, 290, 318, 350];

/** What new labels take in turn. */
export const LABEL_COLORS = [
  'blue',
  'violet',
  'teal',
  'amber',
  'pink',
  'green',
  'orange',
  'sky',
  'red',
  'lime',
  'magenta',
  'yellow',
] as const;

/** A label's colour, a name or `#rrggbb`, as one of the twelve hues; undefined for greys and unknown names. */
export function labelHue(color: unknown): number | undefined {
  if (typeof color !== 'string') return undefined;
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!hex) return NAMED[color];
  const [r = 0, g = 0, b = 0] = hex.slice(1).map((part) => linear(Number.parseInt(part, 16) / 255));
  // OKLab, of which only the angle and the distance from grey matter here.
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(x, y) < 0.03) return undefined;
  return nearest((Math.atan2(y, x) * 180) / Math.PI);
}

function nearest(angle: number): number {
  const away = DEGREES.map((degree) => Math.abs(((angle - degree + 540) % 360) - 180));
  return away.indexOf(Math.min(...away)) + 1;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
