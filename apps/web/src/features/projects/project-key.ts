const KEY = /^[A-Z][A-Z0-9]{1,9}$/;

/** A key for a project of this name that no other has: `Harbour office` gives `HO`, `Website` gives `WEB`. */
export function suggestKey(name: string, isTaken: (key: string) => boolean): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
  const initials = words.map((word) => word[0]).join('');
  const base = (words.length > 1 ? initials : (words[0] ?? '').slice(0, 3))
    .replace(/^[0-9]+/, '')
    .slice(0, 5);
  const start = base.length >= 2 ? base : `${base}${base === '' ? '' : 'X'}`;
  if (start === '') return '';
  for (let count = 1; count < 1000; count++) {
    const key = count === 1 ? start : `${start}${count}`;
    if (!isTaken(key)) return key;
  }
  return start;
}

/** What is wrong with a typed key, as a sentence. */
export function keyProblem(key: string, isTaken: (key: string) => boolean): string | undefined {
  if (!KEY.test(key)) return 'Use 2 to 10 letters and digits, starting with a letter.';
  return isTaken(key) ? 'Another project has this key.' : undefined;
}
