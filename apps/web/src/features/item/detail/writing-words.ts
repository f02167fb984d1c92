/** "Ada is writing…", by first names; many are counted. */
export function writingWords(writers: readonly { name: string }[]): string {
  const names = writers.map(({ name }) => name.split(' ')[0] ?? name);
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is writing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are writing…`;
  return `${names.length} people are writing…`;
}
