import type { Refusal } from '@atrium/protocol';
import type { Identified } from './identity.ts';
import type { WireSocket } from './outbound.ts';

/** What a transport holds of a connection that it brought in. */
export interface Connection {
  readonly connectionId: string;
  receive(bytes: Uint8Array): void;
  closed(): void;
}

/** Takes a connection over any transport; undefined when it was turned away (and closed). */
export type Connect = (
  socket: WireSocket,
  from: { readonly who: Identified | Refusal; readonly ip: string },
) => Connection | undefined;
