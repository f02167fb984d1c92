import type { FieldChange, TimelineEntry } from '@atrium/protocol/api';
import type { MenuEntry } from '../../design/menu-items.ts';

/** What a screen offers with the changes that it lists. */
export interface TimelineActions {
  /** Of the very record that the screen is about, which so needs no name. */
  isOwn(entry: TimelineEntry): boolean;
  hrefOf(entry: TimelineEntry): string | undefined;
  menuOf(entry: TimelineEntry): MenuEntry[];
  /** Gives a field the value from before; undefined where it cannot. */
  putBack(entry: TimelineEntry, change: FieldChange): (() => void) | undefined;
  /** Takes a version to compare; the second one opens the comparison. */
  pick(entry: TimelineEntry): void;
  /** Shows all that the record held then. */
  show(entry: TimelineEntry): void;
  /** The position of the one that was taken. */
  readonly picked: number | undefined;
}
