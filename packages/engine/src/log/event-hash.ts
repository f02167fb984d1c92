import { hash } from 'node:crypto';
import type { Json, TenantId } from '@atrium/protocol';
import { canonicalJson } from './canonical-json.ts';
import type { LoggedEvent } from './logged-event.ts';

/** What the first event's hash covers in place of an event before it. Hashes are lower-case hex. */
export function genesisHash(tenantId: TenantId): string {
  return hash('sha256', `atrium log ${tenantId}`);
}

/** @param event with digests in place of personal values, as it is stored */
export function eventHash(previous: string, event: LoggedEvent): string {
  const head = JSON.stringify([
    event.position,
    event.id,
    event.recordId,
    event.recordType,
    event.version,
    event.name,
    event.change,
    event.at,
    event.commandId,
    event.cause ?? null,
    event.projectId,
    event.subjectId,
  ]);
  const rest = canonicalJson([
    { ...event.patch },
    { ...event.actor },
    event.origin ? { ...event.origin } : null,
  ] as Json);
  return hash('sha256', previous + head + rest);
}
