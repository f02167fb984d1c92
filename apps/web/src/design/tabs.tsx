import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

export interface TabItem<T extends string = string> {
  value: T;
  label: string;
  icon?: ReactNode;
  count?: number;
  keys?: string;
}

/** Tabs inside a page or a panel; arrows move, and moving selects. Views with URLs use `ViewTabs` of the shell. */
export function Tabs<T extends string>({
  label,
  items,
  value,
  onChange,
  className,
}: {
  label: string;
  items: readonly TabItem<T>[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
}) {
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.value === value);
    const next = tabAfter(event.key, at, items.length);
    const item = items[next];
    if (next === at || !item) return;
    event.preventDefault();
    onChange(item.value);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={walk}
      className={classNames('flex items-center gap-1', className)}
    >
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          role="tab"
          aria-selected={item.value === value}
          tabIndex={item.value === value ? 0 : -1}
          onClick={() => onChange(item.value)}
          className={tabStyle}
        >
          {item.icon}
          {item.label}
          {item.count !== undefined && <span className="text-11 text-ink-faint">{item.count}</span>}
          {item.keys && <Kbd keys={item.keys} />}
        </button>
      ))}
    </div>
  );
}

export const tabStyle =
  'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 text-13 font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink aria-selected:bg-pressed/70 aria-selected:text-ink aria-[current=page]:bg-pressed/70 aria-[current=page]:text-ink [&_svg]:size-4';

/** Where a key leads from tab `at` of `count`; the same number where it leads nowhere. */
export function tabAfter(key: string, at: number, count: number): number {
  if (count === 0) return at;
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return at;
}
