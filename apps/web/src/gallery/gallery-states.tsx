import { EmptyState } from '../design/empty-state.tsx';
import { ErrorState } from '../design/error-state.tsx';
import { Markdown } from '../design/markdown.tsx';
import { BoardPicture, CommentsPicture, ListPicture, RestPicture } from '../design/pictures.tsx';
import { BoardSkeleton, RowsSkeleton } from '../design/skeleton.tsx';
import { Section } from './gallery-parts.tsx';

const SAMPLE = `Ask @grace about ATR-12 before **Friday**: the \`Refusal\` codes changed.

- [x] Read the [notes](https://example.org)
- [ ] Write the test first

> Kept as it was said.`;

const nothing = () => undefined;

export function GalleryStates() {
  return (
    <>
      <Section title="Empty, failed, loading" stack>
        <div className="grid gap-4 wide:grid-cols-2">
          <Framed>
            <EmptyState
              picture={<BoardPicture />}
              title="Put the first piece of work on the board"
              action={{ label: 'Create work item', keys: 'c', run: nothing }}
            >
              Columns are the steps that work goes through.
            </EmptyState>
          </Framed>
          <Framed>
            <EmptyState
              picture={<ListPicture />}
              title="Nothing matches these filters"
              action={{ label: 'Clear filters', keys: 'Escape', run: nothing }}
            />
          </Framed>
          <Framed>
            <EmptyState picture={<CommentsPicture />} title="No comments yet" />
          </Framed>
          <Framed>
            <EmptyState picture={<RestPicture />} title="All read">
              Mentions and assignments arrive here.
            </EmptyState>
          </Framed>
          <Framed>
            <ErrorState
              title="The board could not be loaded"
              retry={{ run: nothing }}
              details="request 01JD2X"
            >
              The server did not answer. Your changes are kept in this browser.
            </ErrorState>
          </Framed>
          <Framed>
            <RowsSkeleton rows={7} />
          </Framed>
        </div>
        <Framed>
          <div className="h-64">
            <BoardSkeleton />
          </div>
        </Framed>
      </Section>
      <Section title="Markdown" stack>
        <Markdown
          mention={(handle) => <span className="font-medium text-accent-ink">@{handle}</span>}
          reference={(key) => <span className="font-mono text-12 text-accent-ink">{key}</span>}
        >
          {SAMPLE}
        </Markdown>
      </Section>
    </>
  );
}

function Framed({ children }: { children: React.ReactNode }) {
  return <div className="overflow-hidden rounded-card border border-line bg-surface">{children}</div>;
}
