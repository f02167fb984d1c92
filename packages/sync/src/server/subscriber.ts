import type { CloseCode, ServerFrame } from '@atrium/protocol';

/** The way out to one connection, as the fan-out sees it. */
export interface SubscriberPort {
  /** Small frames that must arrive whatever the reader's speed. */
  send(frame: ServerFrame): void;
  /** Deltas and presence; false when the reader is too slow to be given more now. */
  offer(bytes: Uint8Array): boolean;
  /** The fan-out stopped sending deltas; it waits for `resume`. */
  fellBehind(): void;
  end(code: CloseCode, message: string): void;
}

/** One connection's part in a tenant's fan-out. */
export class Subscriber {
  readonly connectionId: string;
  readonly personId: string;
  readonly port: SubscriberPort;
  /** Live scopes, each with the project that guards it. */
  readonly scopes = new Map<string, string | null>();
  /** Scopes being subscribed, each with a token of the newest request for it. */
  readonly pending = new Map<string, symbol>();
  /** Subscriptions that wait until the reader has caught up. */
  readonly waiting = new Map<string, number>();
  /** The newest position a delta batch told it. */
  sentPosition = 0;
  /** Everything visible up to here was handed to the socket; after it lies what a slow reader missed. */
  coveredPosition = 0;
  /** The position that an ack promised. */
  owedPosition = 0;
  behind = false;
  /** Rights changed while it was behind: what the workspace scope shows must be loaded anew. */
  rightsMoved = false;

  constructor(connectionId: string, personId: string, port: SubscriberPort) {
    this.connectionId = connectionId;
    this.personId = personId;
    this.port = port;
  }

  fallBehind(): void {
    if (this.behind) return;
    this.behind = true;
    this.port.fellBehind();
  }
}
