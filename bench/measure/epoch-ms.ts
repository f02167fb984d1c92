/** Milliseconds with fractions that processes of one machine agree on. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
