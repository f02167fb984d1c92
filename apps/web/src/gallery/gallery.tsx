import { Button } from '../design/button.tsx';
import { useTheme } from '../design/theme.ts';
import { GalleryControls } from './gallery-controls.tsx';
import { GalleryShapes } from './gallery-shapes.tsx';
import { GalleryStates } from './gallery-states.tsx';

/** Every component on one page, for eyes and for pictures; not part of a production build. */
export function Gallery() {
  const [theme, setTheme] = useTheme();
  return (
    <main className="min-h-full bg-surface px-4 py-6 wide:px-10">
      <div className="mx-auto max-w-[960px]">
        <header className="flex items-center justify-between pb-6">
          <h1 className="text-20 font-semibold">Gallery</h1>
          <Button onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
            {theme === 'dark' ? 'Light' : 'Dark'}
          </Button>
        </header>
        <GalleryShapes />
        <GalleryControls />
        <GalleryStates />
      </div>
    </main>
  );
}
