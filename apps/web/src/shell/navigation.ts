import type { ReactNode } from 'react';

export interface NavItem {
  id: string;
  label: string;
  href: string;
  icon: ReactNode;
  /** Unread, open: a small number at the end. */
  count?: number;
  keys?: string;
  /** Marked as current also below its path. */
  within?: boolean;
}

export interface NavSection {
  id: string;
  /** Without a label the items stand on their own at the top. */
  label?: string;
  items: readonly NavItem[];
  /** A plus beside the label: "Create project". */
  add?: { label: string; keys?: string; run: () => void };
  /** Said where there are no items yet. */
  empty?: string;
}

export interface WorkspaceChoice {
  id: string;
  name: string;
}
