import { useState } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ListPicture } from '../../design/pictures.tsx';
import { Page } from '../../shell/page.tsx';
import { problemOf } from '../../workspace/api-problem.ts';
import { useMay } from '../../workspace/use-projects.ts';
import { ImportCard } from './import-card.tsx';
import { ImportForm } from './import-form.tsx';
import { importNote } from './import-notes.ts';
import { useImports } from './use-imports.ts';

export function ImportScreen() {
  // An import makes people and speaks for them.
  const may = useMay('create', 'person');
  return (
    <Page breadcrumb={[{ id: 'import', label: 'Import' }]}>
      {may ? (
        <div className="mx-auto flex max-w-[760px] flex-col gap-8 p-4 wide:px-8 wide:py-8">
          <div className="flex flex-col gap-4">
            <div>
              <h1 className="text-16 font-semibold">Import from GitHub</h1>
              <p className="mt-1 text-13 text-ink-muted text-pretty">
                Takes an <code className="font-mono text-12">archive.json</code> of issues and pull requests,
                as the archive-repo action writes it. Dates, authors, labels and comments come along; the same
                file twice brings in nothing twice.
              </p>
            </div>
            <ImportForm />
          </div>
          <Imports />
        </div>
      ) : (
        <EmptyState picture={<ListPicture />} title="Owners and admins import">
          An import brings in people and what they wrote. Ask an owner or admin of the workspace to do it.
        </EmptyState>
      )}
    </Page>
  );
}

function Imports() {
  const imports = useImports(true);
  const [, setDismissed] = useState(0);
  if (imports.isError && !imports.data) {
    return (
      <ErrorState title="The imports could not be listed" retry={{ run: () => void imports.refetch() }}>
        {problemOf(imports.error).sentence}
      </ErrorState>
    );
  }
  const shown = (imports.data ?? []).filter(({ id }) => importNote(id)?.dismissed !== true);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="imports" className="flex flex-col gap-2">
      <h2 id="imports" className="text-13 font-semibold">
        Imports
      </h2>
      <ul className="flex flex-col gap-3">
        {shown.map((job) => (
          <ImportCard key={job.id} job={job} onDismiss={() => setDismissed((count) => count + 1)} />
        ))}
      </ul>
    </section>
  );
}
