import { contract } from '@atrium/protocol/api';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';

/** The REST API, typed by its contract. Records themselves come through the live client. */
export const api: ContractRouterClient<typeof contract> = createORPCClient(
  new OpenAPILink(contract, {
    url: `${window.location.origin}/api/v1`,
    fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
  }),
);
