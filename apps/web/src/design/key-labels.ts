const SYMBOLS: Record<string, string> = {
  shift: '⇧',
  alt: '⌥',
  meta: '⌘',
  enter: '↵',
  escape: 'Esc',
  backspace: '⌫',
  delete: 'Del',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
  tab: 'Tab',
};

const WORDS: Record<string, string> = { shift: 'Shift', alt: 'Alt', meta: 'Meta', control: 'Ctrl' };

/** Splits a binding as tinykeys writes it (`$mod+Shift+k`, `g b`) into presses of key caps to show. */
export function keyCaps(binding: string, apple = isApple()): string[][] {
  return binding
    .trim()
    .split(/\s+/)
    .map((press) => splitPress(press).map((key) => keyCap(key, apple)));
}

/** The same as one line of text, for `aria-keyshortcuts`-like places and titles. */
export function keyText(binding: string, apple = isApple()): string {
  return keyCaps(binding, apple)
    .map((caps) => caps.join(apple ? '' : '+'))
    .join(' then ');
}

function splitPress(press: string): string[] {
  if (press === '+') return ['+'];
  const parts = press.split('+');
  // `$mod++` ends in the plus key itself.
  if (press.endsWith('++')) return [...parts.slice(0, -2), '+'];
  return parts;
}

function keyCap(key: string, apple: boolean): string {
  const lower = key.toLowerCase();
  if (lower === '$mod') return apple ? '⌘' : 'Ctrl';
  if (lower === 'control') return apple ? '⌃' : 'Ctrl';
  if (!apple && WORDS[lower]) return WORDS[lower];
  const symbol = SYMBOLS[lower];
  if (symbol) return symbol;
  const code = /^(?:Key|Digit)(.)$/.exec(key);
  return (code?.[1] ?? key).length === 1 ? (code?.[1] ?? key).toUpperCase() : key;
}

function isApple(): boolean {
  return typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);
}
