import type { TimelineEntry } from '@atrium/protocol/api';
import { type Options, stringify } from 'csv-stringify/sync';
import type { Totals } from './entry-pages.ts';

const COLUMNS = [
  'Time',
  'Person',
  'Through',
  'Cause',
  'Source',
  'Type',
  'Key',
  'Title',
  'Change',
  'Field',
  'Old',
  'New',
  'Version',
  'Position',
  'Record',
] as const;

/** What stands in a cell must never run as a formula where it is opened. */
const FORM: Options = { escape_formulas: true, record_delimiter: 'windows' };

/** A line for each field that changed; one for an event that changed none, such as a deletion. */
export async function* timelineCsv(
  pages: AsyncIterable<readonly TimelineEntry[]>,
): AsyncGenerator<string, Totals, void> {
  // The mark lets spreadsheets see that it is UTF-8.
  yield `\ufeff${stringify([[...COLUMNS]], FORM)}`;
  let [events, changes] = [0, 0];
  for await (const entries of pages) {
    yield stringify(entries.flatMap(linesOf), FORM);
    events += entries.length;
    for (const { fields } of entries) changes += fields.length;
  }
  return { events, changes };
}

function linesOf(entry: TimelineEntry): string[][] {
  const fields = entry.fields.length > 0 ? entry.fields : [{ label: '', oldText: '', newText: '' }];
  return fields.map(({ label, oldText, newText }) => [
    entry.at,
    entry.personName,
    entry.via,
    entry.cause?.name ?? '',
    entry.source ?? '',
    entry.recordLabel,
    entry.recordKey ?? '',
    entry.recordTitle,
    entry.change,
    label,
    oldText,
    newText,
    String(entry.version),
    String(entry.position),
    entry.recordId,
  ]);
}
