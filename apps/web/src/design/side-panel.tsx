import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { clampPanel, PANEL_MAX, PANEL_MIN, PANEL_START, panelWidthAfter } from './panel-width.ts';

const KEY = 'atrium.panel';

/**
 * The peek panel: beside the content where there is room, the whole page on a phone.
 * Escape closes it from anywhere that does not need Escape itself.
 */
export function SidePanel({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const [width, setWidth] = useState(readWidth);
  const panel = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      const target = event.target as Element | null;
      if (target?.closest?.('[role=dialog], [role=menu], [role=listbox]')) return;
      // The first Escape in a field leaves the field.
      if (target?.matches?.('input, textarea, [contenteditable=true]')) {
        (target as HTMLElement).blur();
        return;
      }
      close.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const resize = (next: number) => {
    const clamped = clampPanel(next, panel.current?.parentElement?.clientWidth ?? window.innerWidth);
    setWidth(clamped);
    saveWidth(clamped);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const right = panel.current?.getBoundingClientRect().right ?? window.innerWidth;
    resize(right - event.clientX);
  };
  const nudge = (event: KeyboardEvent) => {
    const next = panelWidthAfter(event.key, width);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(next);
  };

  return (
    <aside
      ref={panel}
      aria-label={label}
      style={{ '--panel': `${width}px` } as React.CSSProperties}
      className="relative flex min-w-0 animate-slide flex-col bg-surface max-wide:fixed max-wide:inset-x-0 max-wide:top-0 max-wide:bottom-(--size-bottombar) max-wide:z-panel wide:w-(--panel) wide:max-w-[70%] wide:shrink-0 wide:border-l"
    >
      <div
        role="slider"
        aria-orientation="horizontal"
        aria-label="Panel width"
        aria-valuenow={width}
        aria-valuemin={PANEL_MIN}
        aria-valuemax={PANEL_MAX}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => resize(PANEL_START)}
        onKeyDown={nudge}
        className="absolute inset-y-0 -left-1 z-panel w-2 cursor-col-resize touch-none transition-colors after:absolute after:inset-y-0 after:left-[3px] after:w-0.5 hover:after:bg-accent-line focus-visible:outline-none focus-visible:after:bg-focus max-wide:hidden"
      />
      {children}
    </aside>
  );
}

function readWidth(): number {
  try {
    const saved = Number(localStorage.getItem(KEY));
    return saved >= PANEL_MIN ? Math.min(saved, PANEL_MAX) : PANEL_START;
  } catch {
    return PANEL_START;
  }
}

function saveWidth(width: number): void {
  try {
    localStorage.setItem(KEY, String(width));
  } catch {
    // Not remembered, but resized.
  }
}
