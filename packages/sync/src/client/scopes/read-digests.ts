import type { ScopeDigests } from '../../shared/digest-ranges.ts';
import type { Fetch } from '../ports.ts';
import { textOf } from './bootstrap.ts';

export interface DigestsRequest {
  readonly fetch: Fetch;
  /** Up to and without `/api`. */
  readonly baseUrl: string;
  readonly tenantId: string;
  readonly scope: string;
  readonly ranges: number;
  readonly signal: AbortSignal;
}

/** Undefined when there are none to be had now, for whatever reason: a check is never urgent. */
export async function readDigests(request: DigestsRequest): Promise<ScopeDigests | undefined> {
  const { fetch, baseUrl, tenantId, scope, ranges, signal } = request;
  const query = new URLSearchParams({ workspace: tenantId, scope, ranges: String(ranges) });
  try {
    const response = await fetch(`${baseUrl}/api/v1/digests?${query}`, { signal, credentials: 'include' });
    if (!response.ok) return undefined;
    let body = '';
    for await (const { text } of textOf(response)) body += text;
    const answer = JSON.parse(body) as Partial<ScopeDigests> | null;
    if (typeof answer?.position !== 'number' || answer.ranges?.length !== ranges) return undefined;
    return answer as ScopeDigests;
  } catch {
    return undefined;
  }
}
