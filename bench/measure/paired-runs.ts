/** Runs each candidate in turn, `rounds` times over (A B A B), so that whatever drifts meets all of them alike. */
export async function pairedRuns<Name extends string, Figure>(
  rounds: number,
  candidates: { readonly [K in Name]: () => Promise<Figure> },
): Promise<{ [K in Name]: Figure[] }> {
  const names = Object.keys(candidates) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as {
    [K in Name]: Figure[];
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) figures[name].push(await candidates[name]());
  }
  return figures;
}
