import { metrics } from '@opentelemetry/api';
import type { ScopeRepair } from './digest-checks.ts';

const meter = metrics.getMeter('@atrium/sync');
const ranges = meter.createCounter('atrium.sync.repaired_ranges', {
  description: 'Ranges of scopes that differed from the log and were read again',
});
const bytes = meter.createCounter('atrium.sync.repaired_bytes', {
  description: 'What it took to read them',
  unit: 'By',
});

/** Costs next to nothing unless the page or the process sets up an OpenTelemetry SDK. */
export function countRepair(repair: ScopeRepair): void {
  ranges.add(repair.ranges);
  bytes.add(repair.bytes);
}
