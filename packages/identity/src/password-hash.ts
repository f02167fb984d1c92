import { hash, verify } from '@node-rs/argon2';

// OWASP's first recommendation for Argon2id: 19 MiB, 2 passes, 1 lane. The library's default algorithm is Argon2id.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

export async function passwordMatches(attempt: { hash: string; password: string }): Promise<boolean> {
  try {
    return await verify(attempt.hash, attempt.password);
  } catch {
    // A stored hash of another format never matches.
    return false;
  }
}
