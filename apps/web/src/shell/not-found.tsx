import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { RestPicture } from '../design/pictures.tsx';
import { AppLink } from './app-link.tsx';

export function NotFound({ home = '/' }: { home?: string }) {
  return (
    <div className="flex h-full min-h-dvh flex-col items-center justify-center bg-surface">
      <div>
        <EmptyState picture={<RestPicture />} title="Nothing is here">
          The address may be wrong, or what it led to was deleted or is not shared with you.
        </EmptyState>
      </div>
      <Button asChild variant="primary">
        <AppLink href={home}>Go back home</AppLink>
      </Button>
    </div>
  );
}
