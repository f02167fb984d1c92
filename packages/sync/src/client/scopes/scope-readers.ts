import type { Fetch } from '../ports.ts';
import { bootstrap } from './bootstrap.ts';
import { readDigests } from './read-digests.ts';
import type { ScopesOptions } from './scopes-options.ts';

/** How scopes are read, and digests of them: over HTTP. */
export function scopeReaders(server: {
  readonly fetch: Fetch;
  readonly url: string;
  readonly tenantId: string;
}): Pick<ScopesOptions, 'bootstrap' | 'digests'> {
  const { fetch, url: baseUrl, tenantId } = server;
  return {
    bootstrap: (scope, signal, ranges) => bootstrap({ fetch, baseUrl, tenantId, scope, ranges, signal }),
    digests: (scope, ranges, signal) => readDigests({ fetch, baseUrl, tenantId, scope, ranges, signal }),
  };
}
