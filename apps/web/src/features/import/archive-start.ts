/** The repository an archive says it is of, read from its beginning: `quicwg/multipath`. */
export function repoOf(start: string): string | undefined {
  return /"repo"\s*:\s*"([^"\\]+\/[^"\\]+)"/.exec(start)?.[1];
}

/** What a project made for an archive would be called: `multipath` becomes `Multipath`. */
export function projectNameFor(repo: string): string {
  const name = (repo.split('/')[1] ?? repo).replace(/[-_.]+/g, ' ').trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const START_BYTES = 16 * 1024;

export async function repoOfFile(file: Blob): Promise<string | undefined> {
  return repoOf(await file.slice(0, START_BYTES).text());
}
