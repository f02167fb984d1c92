/** Runs each candidate in turn, `rounds` times over (A B A B), so that whatever drifts meets all of them alike. */
export async function pairedRuns<Candidates extends { readonly [name: string]: () => Promise<unknown> }>(
  rounds: number,
  candidates: Candidates,
): Promise<{ [Name in keyof Candidates]: Awaited<ReturnType<Candidates[Name]>>[] }> {
  const figures: { [name: string]: unknown[] } = {};
  for (const name of Object.keys(candidates)) figures[name] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(candidates)) figures[name]?.push(await run());
  }
  return figures as { [Name in keyof Candidates]: Awaited<ReturnType<Candidates[Name]>>[] };
}
