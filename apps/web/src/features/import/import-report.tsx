import type { ImportReport } from '@atrium/protocol/api';
import { ChevronRight } from 'lucide-react';
import { countRows } from './import-words.ts';

const SHOWN = 200;

/** The numbers of a report; what was here already stands behind. */
export function ImportCounts({ report }: { report: ImportReport }) {
  const rows = countRows(report);
  if (rows.length === 0) return null;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 wide:grid-cols-5">
      {rows.map(({ label, created, unchanged }) => (
        <div key={label} className="flex flex-col-reverse">
          <dt className="text-12 text-ink-muted">{label}</dt>
          <dd className="text-20 font-semibold tabular-nums">
            {created.toLocaleString()}
            {unchanged > 0 && (
              <span className="ml-1.5 text-12 font-normal text-ink-faint">
                {unchanged.toLocaleString()} here already
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What could not come in, one line each. */
export function ImportRefused({ report: { refused } }: { report: ImportReport }) {
  if (refused.length === 0) return null;
  return (
    <details className="group text-13">
      <summary className="flex h-7 w-fit cursor-pointer list-none items-center gap-1.5 rounded-control pr-2 text-12 font-medium text-late hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden="true" />
        {refused.length === 1 ? '1 thing was left out' : `${refused.length} things were left out`}
      </summary>
      <ul className="mt-2 max-h-60 divide-y divide-line overflow-y-auto rounded-control border border-line text-12">
        {refused.slice(0, SHOWN).map(({ what, code, message }) => (
          <li key={`${what}:${code}:${message}`} className="px-3 py-1.5">
            <span className="font-medium">{what}</span> <span className="text-ink-muted">{message}</span>
          </li>
        ))}
        {refused.length > SHOWN && (
          <li className="px-3 py-1.5 text-ink-faint">and {refused.length - SHOWN} more</li>
        )}
      </ul>
    </details>
  );
}
