import type { JsonObject } from './json.ts';
import type { Command, Instant, RecordEvent, RecordId, RecordState, Refusal, TenantId } from './records.ts';

/** The frames as our code sees them: numbers instead of BigInt, parsed JSON instead of text. */
export type ClientFrame =
  | {
      kind: 'hello';
      minVersion: number;
      maxVersion: number;
      tenantId: TenantId;
      clientId: string;
      appVersion: string;
    }
  | { kind: 'command'; command: Command }
  | { kind: 'subscribe'; scope: string; fromPosition: number }
  | { kind: 'unsubscribe'; scope: string }
  /** `state: null` leaves the scope. */
  | { kind: 'presence'; scope: string; state: JsonObject | null }
  | { kind: 'ping'; nonce: number }
  | { kind: 'pong'; nonce: number };

export interface PresenceEntry {
  connectionId: string;
  personId: RecordId;
  /** `null`: gone. */
  state: JsonObject | null;
}

export interface WithdrawnRecord {
  recordId: RecordId;
  reason: string;
}

export type ServerFrame =
  | {
      kind: 'welcome';
      version: number;
      connectionId: string;
      tenantId: TenantId;
      personId: RecordId;
      head: number;
      serverTime: Instant;
      heartbeatMs: number;
      maxFrameBytes: number;
    }
  | { kind: 'received'; commandId: string }
  | { kind: 'ack'; commandId: string; firstPosition: number; lastPosition: number; version: number }
  | { kind: 'refused'; commandId: string; refusal: Refusal }
  | { kind: 'subscribed'; scope: string; position: number; reset: boolean; events: RecordEvent[] }
  | {
      kind: 'deltas';
      position: number;
      events: RecordEvent[];
      records: RecordState[];
      withdrawn: WithdrawnRecord[];
    }
  | { kind: 'withdrawn'; scope: string; reason: string }
  | { kind: 'presence'; scope: string; full: boolean; entries: PresenceEntry[] }
  | { kind: 'ping'; nonce: number }
  | { kind: 'pong'; nonce: number }
  /** With `closeCode` above 0 the connection ends after this frame. */
  | { kind: 'problem'; code: string; message: string; details: JsonObject; closeCode: number }
  | { kind: 'goAway'; reason: string; reconnectAfterMs: number };
