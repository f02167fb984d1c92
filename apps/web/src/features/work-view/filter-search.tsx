import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Input } from '../../design/input.tsx';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { searchWords, withSearchWords } from './filter-chips.ts';

const PAUSE_MS = 150;

/** Looks for words in titles; the URL follows when typing pauses. */
export function FilterSearch({ filter, onFilter }: { filter: string; onFilter: (filter: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const inUrl = searchWords(filter);
  const [typed, setTyped] = useState<string>();
  useShortcuts([
    {
      keys: '$mod+f',
      label: 'Find in this view',
      group: 'This view',
      run: () => input.current?.select(),
    },
  ]);
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => {
      setTyped(undefined);
      if (typed.trim() !== inUrl) onFilter(withSearchWords(filter, typed));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, inUrl, filter, onFilter]);
  return (
    <Input
      ref={input}
      size="small"
      type="search"
      icon={<Search />}
      aria-label="Find in titles"
      placeholder="Find"
      value={typed ?? inUrl}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && (typed ?? inUrl) !== '') {
          event.stopPropagation();
          setTyped('');
        }
      }}
      className="w-44 max-wide:w-32"
    />
  );
}
