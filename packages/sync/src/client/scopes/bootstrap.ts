import type { IdRanges } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { digestOf } from '../../shared/digest.ts';
import type { Fetch, FetchResponse } from '../ports.ts';

export type BootstrapResult =
  | {
      readonly kind: 'loaded';
      readonly records: RecordState[];
      readonly position: number;
      readonly bytes: number;
    }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'gone'; readonly reason: string }
  /** Worth another try later. */
  | { readonly kind: 'failed'; readonly why: string };

export interface BootstrapRequest {
  readonly fetch: Fetch;
  /** Up to and without `/api`. */
  readonly baseUrl: string;
  readonly tenantId: string;
  readonly scope: string;
  /** Only the records whose ids fall into these. */
  readonly ranges?: IdRanges | undefined;
  /** As it was at an instant; now without it. */
  readonly at?: string | undefined;
  readonly signal: AbortSignal;
}

/** Reads a scope whole: one record per line, and a last line that proves that nothing is missing. */
export async function bootstrap(request: BootstrapRequest): Promise<BootstrapResult> {
  const { fetch, baseUrl, tenantId, scope, ranges, at, signal } = request;
  const query = new URLSearchParams({ workspace: tenantId, scope });
  if (ranges) query.set('ranges', `${ranges.count}:${ranges.wanted.join()}`);
  if (at !== undefined) query.set('at', at);
  try {
    const response = await fetch(`${baseUrl}/api/v1/bootstrap?${query}`, { signal, credentials: 'include' });
    if (response.status === 401) return { kind: 'signedOut' };
    if (response.status === 403 || response.status === 404) return { kind: 'gone', reason: 'not_found' };
    if (!response.ok) return { kind: 'failed', why: `HTTP ${response.status}` };
    return check(await readLines(response));
  } catch (error) {
    return { kind: 'failed', why: String(error) };
  }
}

/** The body as it comes, decoded. */
export async function* textOf(response: FetchResponse): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    yield { text: decoder.decode(chunk.value, { stream: true }), bytes: chunk.value?.length ?? 0 };
  }
  yield { text: decoder.decode(), bytes: 0 };
}

async function readLines(response: FetchResponse): Promise<{ lines: unknown[]; bytes: number }> {
  const lines: unknown[] = [];
  let rest = '';
  let size = 0;
  const take = (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') lines.push(JSON.parse(part));
  };
  for await (const { text, bytes } of textOf(response)) {
    take(text);
    size += bytes;
  }
  take('\n');
  return { lines, bytes: size };
}

function check({ lines, bytes }: { lines: unknown[]; bytes: number }): BootstrapResult {
  const end = lines.pop() as { position?: unknown; count?: unknown; digest?: unknown } | undefined;
  const records = lines as RecordState[];
  if (typeof end?.position !== 'number') return { kind: 'failed', why: 'The stream broke off.' };
  if (end.count !== records.length) return { kind: 'failed', why: 'Records are missing.' };
  if (end.digest !== digestOf(records)) return { kind: 'failed', why: 'The digest does not match.' };
  return { kind: 'loaded', records, position: end.position, bytes };
}
