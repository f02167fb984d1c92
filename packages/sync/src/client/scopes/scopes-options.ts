import type { Registry } from '@atrium/model';
import type { ClientFrame, RecordId, RecordState } from '@atrium/protocol';
import type { ScopeDigests } from '../../shared/digest-ranges.ts';
import type { Observable } from '../observable.ts';
import type { Clock, Logger, Random } from '../ports.ts';
import type { ConfirmedChange } from '../storage/client-storage.ts';
import type { BootstrapResult } from './bootstrap.ts';
import type { CheckTimes, Ranges, ScopeRepair } from './digest-checks.ts';
import type { ScopeStatus } from './scope-entry.ts';

export interface Subscription {
  readonly scope: string;
  readonly status: Observable<ScopeStatus>;
  release(): void;
}

export interface ScopesOptions {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly confirmed: (id: RecordId) => RecordState | undefined;
  readonly allConfirmed: () => Iterable<RecordState>;
  /** Shows a change and writes it with its positions. */
  readonly apply: (change: ConfirmedChange) => void;
  readonly send: (frame: ClientFrame) => boolean;
  readonly bootstrap: (scope: string, signal: AbortSignal, ranges?: Ranges) => Promise<BootstrapResult>;
  readonly digests: (scope: string, ranges: number, signal: AbortSignal) => Promise<ScopeDigests | undefined>;
  readonly onSignedOut: () => void;
  readonly onWithdrawn: (scope: string, reason: string) => void;
  readonly onRepaired: (repair: ScopeRepair) => void;
  /** When what is held is compared with the log; false: never. */
  readonly checks?: CheckTimes | false | undefined;
  /** Scopes that nobody looks at any more and that are still kept. */
  readonly mostIdle?: number;
}
